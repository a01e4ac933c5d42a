import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { CallRefusal } from '../../errors/call-refusal.ts';
import { type AnsweredCall, statusOfError, tokenNeedOf, tokenRefusalOf } from './answered-call.ts';
import type { CallFrame } from './call-frame.ts';
import type { AskedCall, CallEvent, CallHandler } from './call-handler.ts';
import { callMiddleware } from './call-middleware.ts';
import type { CallRequest } from './call-request.ts';
import { checkParams } from './check-params.ts';
import { findCaller } from './find-caller.ts';
import { jsonAnswer } from './json-answer.ts';
import type { Form } from './parse-form.ts';
import { readFields } from './read-fields.ts';

export interface AnswerOptions {
  /** By field: what a caller reads who left it out or filled it wrongly, instead of the general sentence. */
  readonly sentences?: Readonly<Record<string, string>>;
  /** Whether a call that needs a token is answered without one too: its caller is anonymous then. */
  readonly mayBeAnonymous?: boolean;
}

/**
 * Makes a Lambda handler of a call of the contract and the use case that answers it. The handler reads and
 * checks the fields, finds out who calls, counts the call, and answers the use case's reply as JSON, or its
 * error in the three places where clients look.
 *
 * @param answer the use case. It throws CallRefusal for what it will not do; any other error is a 500.
 *
 * @example
 * export const handler = answerCall(listNews, callFrame('list-news'), ({ params }) => newsPage(deps, params));
 */
export function answerCall<Params extends z.ZodType, Reply extends z.ZodType, Account>(
  call: AnsweredCall<Params, Reply>,
  frame: CallFrame<Account>,
  answer: (request: CallRequest<z.output<Params>, Account>) => Promise<z.input<Reply>>,
  options: AnswerOptions = {},
): CallHandler {
  return answerCallWith(call, frame, async (request) => jsonAnswer(200, await answer(request)), options);
}

/** The same for a use case that makes the whole HTTP answer itself, for example of one that it was given. */
export function answerCallWith<Params extends z.ZodType, Account>(
  call: AnsweredCall<Params>,
  frame: CallFrame<Account>,
  answer: (request: CallRequest<z.output<Params>, Account>) => Promise<APIGatewayProxyStructuredResultV2>,
  { sentences = {}, mayBeAnonymous = false }: AnswerOptions = {},
): CallHandler {
  return middy<CallEvent<Account>, APIGatewayProxyStructuredResultV2>()
    .use(callMiddleware.headWithoutBody())
    .use(callMiddleware.counted(frame, (event) => whoAsksWhat(call, frame, event, mayBeAnonymous)))
    .use(callMiddleware.errorsAnswered(frame.log, (error) => statusOfError(call, error)))
    .handler(async ({ asked }) => {
      if (asked === undefined) throw new Error(`${call.name} was to be answered before it was looked at.`);
      const { form, caller } = asked;
      const params = checkParams(call.params, withoutToken(form.fields), {
        sentences,
        byField: call.errors.some(({ byField }) => byField !== undefined),
      });
      requireFiles(call, form);
      return answer({ params, caller, files: form.files });
    });
}

/** Reads a call and finds its caller. A refusal is not thrown yet: the call that it refuses counts all the same. */
async function whoAsksWhat<Account>(
  call: AnsweredCall<z.ZodType>,
  frame: CallFrame<Account>,
  event: APIGatewayProxyEventV2,
  mayBeAnonymous: boolean,
): Promise<AskedCall<Account>> {
  const address = frame.addressOf(event);
  const nobody: AskedCall<Account> = {
    form: { fields: {}, files: {} },
    caller: { kind: 'anonymous', address },
  };
  try {
    const form = await readFields(
      event,
      (call.files ?? []).map(({ name }) => name),
    );
    const need = tokenNeedOf(call, form.fields);
    const caller = await findCaller(findAccountOf(call, frame), {
      need: need === 'required' && mayBeAnonymous ? 'optional' : need,
      token: form.fields.api_token,
      address,
      refusal: tokenRefusalOf(call),
    });
    return { form, caller };
  } catch (error) {
    if (error instanceof CallRefusal) return { ...nobody, refusal: error };
    throw error;
  }
}

function requireFiles({ files = [] }: AnsweredCall<z.ZodType>, form: Form): void {
  const missing = files.find(({ name, required }) => required && form.files[name] === undefined);
  if (missing !== undefined) {
    throw new CallRefusal(400, `The file ${missing.name} is required.`, { isAboutFields: true });
  }
}

function findAccountOf<Account>({ name }: AnsweredCall<z.ZodType>, { findAccount }: CallFrame<Account>) {
  return (
    findAccount ??
    (() => {
      throw new Error(`The function that answers ${name} was deployed without the table of accounts.`);
    })
  );
}

function withoutToken({ api_token: _, ...fields }: Readonly<Record<string, string>>): Record<string, string> {
  return fields;
}
