import { output } from '../../infra/start/output.ts';
import { AccountTable } from '../../shared/engine/accounts/account-table.ts';
import { grantCredits } from '../../shared/engine/credits/grant-credits.ts';
import type { TestEngine } from './test-engine.ts';

/** Somebody with an account of the Engine. */
export interface TestCustomer {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

/**
 * Opens an account as people do: registers, confirms the address by the link in the mail, and logs in.
 *
 * @param credits given by the operator; with any, premium is enabled
 */
export async function openCustomer(engine: TestEngine, name: string, credits = 0): Promise<TestCustomer> {
  const email = `${name}@example.com`;
  const password = `${name} and 8 more`;
  const form = new URLSearchParams({ name, email, password, password_confirmation: password });
  await engine.wire.answer('app/register', { form });
  await engine.confirmAddress(email);
  const { data } = await engine.wire.answer('app/login', { form: new URLSearchParams({ email, password }) });
  const customer = {
    name,
    email,
    password,
    token: data.api_token,
    accountId: await accountIdOf(engine, email),
  };
  if (credits > 0) {
    await grant(engine, customer, credits);
    await engine.wire.answer('app/enable_premium', {
      form: new URLSearchParams({ api_token: customer.token }),
    });
  }
  return customer;
}

/** Gives credits as the operator does. */
export async function grant(engine: TestEngine, { accountId }: TestCustomer, credits: number): Promise<void> {
  const store = { documents: engine.database, accounts: output(engine.cloud, 'Engine', 'AccountsTableName') };
  const written = await grantCredits(store, { accountId, credits }, new Date());
  if (written !== 'written') throw new Error(`The credits could not be granted: ${written}.`);
}

async function accountIdOf(engine: TestEngine, email: string): Promise<string> {
  const table = new AccountTable(engine.database, output(engine.cloud, 'Engine', 'AccountsTableName'));
  const account = await table.findByEmail(email);
  if (account === undefined) throw new Error(`There is no account of ${email}.`);
  return account.id;
}
