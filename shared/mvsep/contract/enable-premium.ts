import { accountSwitch } from './account-switch.ts';

export const enablePremium = accountSwitch(
  'app.enablePremium',
  '/api/app/enable_premium',
  'enabled',
  'Lets separations of the account spend its credits, with the advantages of the premium plan.',
);
