import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Log } from '../../logging/logger.ts';
import { answerError } from './answer-error.ts';
import type { AskedCall, CallEvent } from './call-handler.ts';
import { type CountingFrame, countCall } from './count-call.ts';

interface Counted extends Record<string, unknown> {
  /** What tells the caller how much is left of the minute. */
  rateHeaders?: Readonly<Record<string, string>>;
}

type Middleware<Account> = MiddlewareObj<
  CallEvent<Account>,
  APIGatewayProxyStructuredResultV2,
  Error,
  Context,
  Counted
>;

/** The middleware around every answer of the API, to be used in this order. */
export const callMiddleware = {
  /** Answers HEAD as GET, without the body. */
  headWithoutBody<Account>(): Middleware<Account> {
    const strip: Middleware<Account>['after'] = (request) => {
      if (request.event.requestContext.http.method !== 'HEAD') return;
      request.response = { ...request.response, body: '' };
    };
    return { after: strip, onError: strip };
  },

  /**
   * Finds out who asks, counts the call, and says with every answer how much is left. A caller who calls too
   * often hears that first, whatever else is wrong.
   */
  counted<Account>(
    frame: CountingFrame<Account>,
    whoAsks: (event: CallEvent<Account>) => Promise<AskedCall<Account>>,
  ): Middleware<Account> {
    const addHeaders: Middleware<Account>['after'] = ({ internal, ...request }) => {
      const { response } = request;
      if (response) response.headers = { ...internal.rateHeaders, ...response.headers };
    };
    return {
      before: async ({ event, internal }) => {
        const asked = await whoAsks(event);
        const { headers, refusal = asked.refusal } = await countCall(frame, asked.caller);
        internal.rateHeaders = headers;
        if (refusal !== undefined) throw refusal;
        event.asked = asked;
      },
      after: addHeaders,
      onError: addHeaders,
    };
  },

  /**
   * Turns errors into answers: see `answerError`.
   *
   * @param statusOf the `status` that the body names for an error, where clients need one.
   */
  errorsAnswered<Account>(
    log: Log,
    statusOf: (error: unknown) => string | undefined = () => undefined,
  ): Middleware<Account> {
    return {
      onError: (request) => {
        request.response = answerError(log, request.error, statusOf(request.error));
      },
    };
  },
};
