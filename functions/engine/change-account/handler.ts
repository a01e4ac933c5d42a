import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { AccountTable } from '../../../shared/engine/accounts/account-table.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { disableLongFilenames } from '../../../shared/mvsep/contract/disable-long-filenames.ts';
import { disablePremium } from '../../../shared/mvsep/contract/disable-premium.ts';
import { enableLongFilenames } from '../../../shared/mvsep/contract/enable-long-filenames.ts';
import { enablePremium } from '../../../shared/mvsep/contract/enable-premium.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import type { CallHandler } from '../../../shared/mvsep/server/call-handler.ts';
import { changeAccount } from './change-account.ts';

const { ACCOUNTS_TABLE } = readEnvironment({ ACCOUNTS_TABLE: z.string().min(1) });

const deps = { accounts: new AccountTable(documentClient(), ACCOUNTS_TABLE), now: () => new Date() };
const frame = callFrame('change-account');

const switches = [
  { call: enablePremium, change: { premiumEnabled: true } },
  { call: disablePremium, change: { premiumEnabled: false } },
  { call: enableLongFilenames, change: { longFilenames: true } },
  { call: disableLongFilenames, change: { longFilenames: false } },
];

const handlers = new Map<string, CallHandler>(
  switches.map(({ call, change }) => [
    call.path,
    answerCall(call, frame, (request) => changeAccount(deps, request, change)),
  ]),
);

/** POST /api/app/enable_premium, disable_premium, enable_long_filenames, disable_long_filenames. */
export const handler: CallHandler = async (event, context) => {
  const answer = handlers.get(event.rawPath);
  if (answer === undefined) throw new Error('The function was called on a path that it does not know.');
  return answer(event, context);
};
