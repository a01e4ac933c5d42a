import { accountSwitch } from './account-switch.ts';

export const disableLongFilenames = accountSwitch(
  'app.disableLongFilenames',
  '/api/app/disable_long_filenames',
  'disabled',
  'Keeps the names of finished files short.',
);
