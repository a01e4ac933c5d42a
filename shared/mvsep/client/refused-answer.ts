import * as z from 'zod';
import { MvsepAmbiguous } from '../../errors/mvsep-ambiguous.ts';
import { MvsepBusy } from '../../errors/mvsep-busy.ts';
import { MvsepProtocolError } from '../../errors/mvsep-protocol-error.ts';
import { MvsepRejected } from '../../errors/mvsep-rejected.ts';
import { MvsepUnauthorized } from '../../errors/mvsep-unauthorized.ts';
import { MvsepUnavailable } from '../../errors/mvsep-unavailable.ts';
import type { ServiceError } from '../../errors/service-error.ts';
import { answerMessage } from '../contract/answer-message.ts';
import { afterLoss, type OnceOnly } from './once-only.ts';
import { retryAfterSeconds } from './retry-after-seconds.ts';

/**
 * What passes by itself: "You already have unprocessed file in queue", for a free account separates one at a time, and
 * "You have reached the limit of separations for today".
 */
const ACCOUNT_FULL = /unprocessed file|limit of separations for today/i;

/** A refusal, whatever its status: what the service said decides between busy, unauthorized and rejected. */
export function refusal(call: OnceOnly, host: string, status: number, body: unknown): ServiceError {
  const said = answerMessage(body);
  if (status === 401 || (said !== undefined && /invalid token/i.test(said))) {
    return new MvsepUnauthorized(
      `${host} does not accept the account token. Give the api_token of your account; the pipeline takes it from its token secret.`,
    );
  }
  if (said !== undefined && ACCOUNT_FULL.test(said)) {
    return new MvsepBusy(`${host} says: ${said}`, { accountFull: true });
  }
  if (said !== undefined) return new MvsepRejected(`${host} refused ${call.name}: ${said}`);
  if (status === 413)
    return new MvsepRejected(`${host} refused the audio as too large. Upload a smaller file.`);
  return new MvsepRejected(
    `${host} refused ${call.name} with HTTP ${status} and no reason. Check that its address is that of an MVSep API.`,
  );
}

/**
 * Statuses of 4xx by which somebody on the way gave up waiting. Like 5xx, they say nothing about whether the
 * request was carried out. Every other 4xx refuses it, 421 included (RFC 9110, section 15.5.20).
 */
const GIVEN_UP = new Set([408, 499]);

/** The typed error for an answer with a status other than 2xx. */
export function failedStatus(
  call: OnceOnly,
  host: string,
  answer: { readonly status: number; readonly headers: Headers },
  body: unknown,
): ServiceError {
  const { status } = answer;
  if (status === 429) {
    return new MvsepBusy(`${host} asks to send fewer requests (HTTP 429).`, {
      retryAfterSeconds: retryAfterSeconds(answer.headers.get('retry-after')),
    });
  }
  if (status >= 400 && status < 500 && !GIVEN_UP.has(status)) return refusal(call, host, status, body);
  if (call.repeatable) {
    return new MvsepUnavailable(`${host} answered ${call.name} with HTTP ${status}. Try again later.`);
  }
  return ambiguousAnswer(call, host, `HTTP ${status}`);
}

/** The typed error for a 2xx whose body is not an answer of this API. */
export function unreadableAnswer(call: OnceOnly, host: string, cause?: unknown): ServiceError {
  if (!call.repeatable) return ambiguousAnswer(call, host, 'something unreadable');
  const reasons = cause instanceof z.ZodError ? cause.issues.filter(({ code }) => code === 'custom') : [];
  const why = reasons.length === 0 ? 'Check its address.' : reasons.map(({ message }) => message).join(' ');
  return new MvsepProtocolError(
    `${host} answered ${call.name} with something that is not an answer of the MVSep API. ${why}`,
    cause,
  );
}

function ambiguousAnswer(call: OnceOnly, host: string, what: string): MvsepAmbiguous {
  return new MvsepAmbiguous(`${host} answered ${call.name} with ${what}, ${afterLoss(call)}`);
}
