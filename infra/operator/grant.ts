import { grantCredits } from '../../shared/engine/credits/grant-credits.ts';
import type { Command } from '../command-line/command.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { accountsOf } from './accounts-access.ts';
import { findAccount } from './find-account.ts';

/** The most credits of one grant: any sum of some thousand grants is still an exact number. */
const MOST_CREDITS = 1_000_000_000;

/** Gives credits to an account, or takes them. */
export const grant: Command = {
  name: 'grant',
  usage: 'grant <email|owner> <credits>',
  summary: 'give an account credits; after a --, a negative number takes them',
  options: { note: { type: 'string', help: ['--note <text>', 'why, for the ledger'] } },
  async run({ words, option, deployment, print, now }) {
    const [who, amount, ...others] = words;
    if (who === undefined || amount === undefined || others.length > 0) {
      throw new WrongUsage('grant takes the email address of an account, or owner, and a number of credits.');
    }
    const credits = wholeCredits(amount);
    const note = option('note');
    const access = accountsOf(await deployment());
    const account = await findAccount(access, who, now());
    const about = note === undefined ? {} : { note };
    const outcome = await grantCredits(access, { accountId: account.id, credits, ...about }, now());
    if (outcome === 'account') throw new Error(`The account of ${who} was deleted meanwhile.`);
    if (outcome === 'credits') {
      throw new Error(`${who} has ${account.balance} credits: ${-credits} cannot be taken. Nothing changed.`);
    }
    const { balance } = await findAccount(access, who, now());
    print(`${who} now has ${balance} credits.`);
    if (!account.premiumEnabled) print('Premium is off: credits are used once the account enables it.');
  },
};

function wholeCredits(text: string): number {
  const credits = Number(text);
  if (!/^[+-]?\d+$/.test(text) || credits === 0 || Math.abs(credits) > MOST_CREDITS) {
    throw new WrongUsage(
      `Credits are a whole number from 1 to ${MOST_CREDITS}, or as many below zero, not "${text}".`,
    );
  }
  return credits;
}
