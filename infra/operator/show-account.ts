import { readLedger } from '../../shared/engine/credits/read-ledger.ts';
import { wireTimeOf } from '../../shared/mvsep/server/wire-time-of.ts';
import type { Command } from '../command-line/command.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { accountsOf } from './accounts-access.ts';
import { findAccount } from './find-account.ts';

/** How many lines of the ledger are shown. */
const LEDGER_LINES = 10;

/** Shows an account and what last changed its balance; nothing that could be used to act for it. */
export const showAccount: Command = {
  name: 'account',
  usage: 'account <email|owner>',
  summary: `show an account, its balance and the last ${LEDGER_LINES} changes of it`,
  async run({ words, deployment, print, now }) {
    const [who, ...others] = words;
    if (who === undefined || others.length > 0) {
      throw new WrongUsage('account takes the email address of one account, or owner.');
    }
    const access = accountsOf(await deployment());
    const account = await findAccount(access, who, now());
    print(`name             ${account.name}`);
    print(`email            ${account.email}${account.verified ? '' : ' (not verified)'}`);
    print(`id               ${account.id}`);
    print(`balance          ${account.balance} credits`);
    print(`premium          ${account.premiumEnabled ? 'on' : 'off'}`);
    print(`long file names  ${account.longFilenames ? 'on' : 'off'}`);
    print(`since            ${wireTimeOf(account.createdAt)} UTC`);
    const lines = await readLedger(access, account.id, LEDGER_LINES);
    print(lines.length === 0 ? 'The balance has never changed.' : 'Last changes of the balance:');
    for (const { at, credits, reason, hash, note } of lines) {
      const about = [reason, hash, note].filter((part) => part !== undefined).join('  ');
      print(`  ${wireTimeOf(at)}  ${`${credits > 0 ? '+' : ''}${credits}`.padStart(11)}  ${about}`);
    }
  },
};
