import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { EngineRefusal } from '../../errors/engine-refusal.ts';
import { jsonAnswer } from '../json-answer.ts';
import { answerError } from './answer-error.ts';
import { type AnsweredCall, statusOfError, tokenNeedOf, tokenRefusalOf } from './answered-call.ts';
import type { CallFrame } from './call-frame.ts';
import type { Caller, CallRequest } from './call-request.ts';
import { checkParams } from './check-params.ts';
import { countCall } from './count-call.ts';
import { findCaller } from './find-caller.ts';
import type { Form } from './parse-form.ts';
import { readFields } from './read-fields.ts';
import { viewerAddress } from './viewer-address.ts';

export interface AnswerOptions {
  /** By field: what a caller reads who left it out or filled it wrongly, instead of the general sentence. */
  readonly sentences?: Readonly<Record<string, string>>;
  /** Whether a call that needs a token is answered without one too: its caller is anonymous then. */
  readonly mayBeAnonymous?: boolean;
}

/** A Lambda function behind an HTTP API, payload format 2.0. */
export type CallHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Makes a Lambda handler of a call of the contract and the use case that answers it. The handler reads and
 * checks the fields, finds out who calls, counts the call, and answers the use case's reply as JSON, or its
 * error in the three places where clients look.
 *
 * @param answer the use case. It throws EngineRefusal for what it will not do; any other error is a 500.
 *
 * @example
 * export const handler = answerCall(listNews, callFrame('list-news'), ({ params }) => newsPage(deps, params));
 */
export function answerCall<Params extends z.ZodType>(
  call: AnsweredCall<Params>,
  frame: CallFrame,
  answer: (request: CallRequest<z.output<Params>>) => Promise<unknown>,
  { sentences = {}, mayBeAnonymous = false }: AnswerOptions = {},
): CallHandler {
  const answerEvent: CallHandler = async (event) => {
    let headers: Readonly<Record<string, string>> = {};
    let areFieldsWrong = false;
    try {
      const { form, caller, refusal } = await whoAsksWhat(call, frame, event, mayBeAnonymous);
      const counted = await countCall(frame, caller);
      headers = counted.headers;
      // A caller who calls too often hears that first, whatever else is wrong.
      const first = counted.refusal ?? refusal;
      if (first !== undefined) throw first;
      areFieldsWrong = true;
      const params = checkParams(call.params, withoutToken(form.fields), {
        sentences,
        byField: call.errors.some(({ byField }) => byField !== undefined),
      });
      requireFiles(call, form);
      areFieldsWrong = false;
      const reply = await answer({ params, caller, files: form.files });
      return jsonAnswer(200, reply, headers);
    } catch (error) {
      return answerError(frame.log, error, headers, statusOfError(call, areFieldsWrong));
    }
  };
  return async (event) => {
    const answered = await answerEvent(event);
    return event.requestContext.http.method === 'HEAD' ? { ...answered, body: '' } : answered;
  };
}

interface Asked {
  readonly form: Form;
  readonly caller: Caller;
  /** Why the call will be refused, once it is counted. */
  readonly refusal?: EngineRefusal;
}

/** Reads a call and finds its caller. A refusal is not thrown yet: the call that it refuses counts all the same. */
async function whoAsksWhat(
  call: AnsweredCall<z.ZodType>,
  frame: CallFrame,
  event: APIGatewayProxyEventV2,
  mayBeAnonymous: boolean,
): Promise<Asked> {
  const address = viewerAddress(event);
  const nobody: Asked = { form: { fields: {}, files: {} }, caller: { kind: 'anonymous', address } };
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
    if (error instanceof EngineRefusal) return { ...nobody, refusal: error };
    throw error;
  }
}

function requireFiles({ files = [] }: AnsweredCall<z.ZodType>, form: Form): void {
  const missing = files.find(({ name, required }) => required && form.files[name] === undefined);
  if (missing !== undefined) throw new EngineRefusal(400, `The file ${missing.name} is required.`);
}

function findAccountOf({ name }: AnsweredCall<z.ZodType>, { findAccount }: CallFrame) {
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
