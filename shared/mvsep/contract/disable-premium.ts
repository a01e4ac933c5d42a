import { accountSwitch } from './account-switch.ts';

export const disablePremium = accountSwitch(
  'app.disablePremium',
  '/api/app/disable_premium',
  'disabled',
  'Keeps the credits of the account: its separations run without the advantages of the premium plan.',
);
