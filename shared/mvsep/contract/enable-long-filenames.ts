import { accountSwitch } from './account-switch.ts';

export const enableLongFilenames = accountSwitch(
  'app.enableLongFilenames',
  '/api/app/enable_long_filenames',
  'enabled',
  'Lets the names of finished files tell more about the separation.',
);
