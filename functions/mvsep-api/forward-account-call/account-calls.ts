import type * as z from 'zod';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { wireTexts } from '../../../shared/mvsep/client/wire-texts.ts';
import { addQualityEntry } from '../../../shared/mvsep/contract/add-quality-entry.ts';
import { deleteQualityEntry } from '../../../shared/mvsep/contract/delete-quality-entry.ts';
import { disableLongFilenames } from '../../../shared/mvsep/contract/disable-long-filenames.ts';
import { disablePremium } from '../../../shared/mvsep/contract/disable-premium.ts';
import { enableLongFilenames } from '../../../shared/mvsep/contract/enable-long-filenames.ts';
import { enablePremium } from '../../../shared/mvsep/contract/enable-premium.ts';
import { answerCallWith } from '../../../shared/mvsep/server/answer-call.ts';
import { type AnsweredCall, tokenRefusalOf } from '../../../shared/mvsep/server/answered-call.ts';
import type { CallFrame } from '../../../shared/mvsep/server/call-frame.ts';
import type { CallHandler } from '../../../shared/mvsep/server/call-handler.ts';
import type { CallRequest, UploadedFile } from '../../../shared/mvsep/server/call-request.ts';
import { type ForwardDeps, forward } from '../../../shared/mvsep-paths/forward.ts';
import type { PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';

/** The page of the API deletes entries without a token; here one decides whether the call is sent on. */
const ACCOUNT_CALLS: readonly AnsweredCall<z.ZodType>[] = [
  enablePremium,
  disablePremium,
  enableLongFilenames,
  disableLongFilenames,
  addQualityEntry,
  { ...deleteQualityEntry, token: 'form' },
];

/**
 * Makes the handler of all calls that change something at the service for its account as a whole. They are sent on
 * for whoever shows the account's own token, and refused to everybody else: a key of the operator's is for jobs.
 */
export function accountCalls(frame: CallFrame<PathsCaller>, deps: ForwardDeps): CallHandler {
  const handlers = new Map(
    ACCOUNT_CALLS.map((call) => [
      call.path,
      answerCallWith(call, frame, (request) => sendOn(deps, call, request), { mayBeAnonymous: true }),
    ]),
  );
  return (event, context) => {
    const handler = handlers.get(event.rawPath);
    if (handler === undefined)
      throw new Error(`The route ${event.routeKey} leads to a function that has no answer.`);
    return handler(event, context);
  };
}

function sendOn(
  deps: ForwardDeps,
  call: AnsweredCall<z.ZodType>,
  { params, caller, files }: CallRequest<unknown, PathsCaller>,
) {
  if (caller.kind !== 'account') {
    const { status } = tokenRefusalOf(call);
    throw new CallRefusal(status, 'This call needs the api_token of the account of this server.');
  }
  if (!caller.account.isAccount) {
    throw new CallRefusal(
      400,
      'This call is about the account of this server as a whole. Only its own api_token may make it; ' +
        'make it at the MVSep API itself with an account of yours.',
    );
  }
  return forward(deps, {
    method: 'POST',
    path: call.path,
    fields: { ...Object.fromEntries(wireTexts(params)), api_token: caller.account.token },
    files: Object.entries(files).map(([field, file]) => ({
      field,
      fileName: file.name,
      bytes: file.bytes.length,
      body: bodyOf(file),
    })),
  });
}

async function* bodyOf({ bytes }: UploadedFile): AsyncGenerator<Uint8Array> {
  yield bytes;
}
