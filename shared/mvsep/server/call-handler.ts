import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { CallRefusal } from '../../errors/call-refusal.ts';
import type { Caller } from './call-request.ts';
import type { Form } from './parse-form.ts';

/** A call that is read and whose caller is known. */
export interface AskedCall<Account> {
  readonly form: Form;
  readonly caller: Caller<Account>;
  /** Why the call will be refused, once it is counted. */
  readonly refusal?: CallRefusal;
}

/** The event of an HTTP API, payload format 2.0; with what was found out about it once it was looked at. */
export interface CallEvent<Account> extends APIGatewayProxyEventV2 {
  asked?: AskedCall<Account>;
}

/** A Lambda function behind an HTTP API. */
export type CallHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;
