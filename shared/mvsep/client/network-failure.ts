import * as z from 'zod';
import { MvsepAmbiguous } from '../../errors/mvsep-ambiguous.ts';
import { MvsepUnavailable } from '../../errors/mvsep-unavailable.ts';
import type { ServiceError } from '../../errors/service-error.ts';
import { afterLoss, type OnceOnly } from './once-only.ts';

/** System calls that a connection begins with: when one of them fails, no byte of the request has left. */
const CONNECTING = new Set(['connect', 'getaddrinfo']);

/** Failures without a system call that happen before a connection stands: no time left, no trust. */
const NEVER_CONNECTED = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const systemError = z.object({ code: z.string().catch(''), syscall: z.string().catch('') });

/**
 * The typed error for an exchange that ended without a whole answer. For a call that may not be repeated,
 * everything after the connection stood is ambiguous.
 */
export function networkFailure(call: OnceOnly, host: string, error: unknown): ServiceError {
  const reason = describe(error);
  if (error instanceof Error && isBeforeSending(error.cause)) {
    return new MvsepUnavailable(
      `${host} could not be reached (${reason}); nothing was sent or charged. Try again later.`,
      error,
    );
  }
  if (call.repeatable) {
    return new MvsepUnavailable(`${host} did not answer ${call.name} (${reason}). Try again later.`, error);
  }
  return new MvsepAmbiguous(`${host} did not answer ${call.name} (${reason}), ${afterLoss(call)}`, error);
}

/**
 * Whether the cause that fetch gives says that nothing was sent. The code alone does not: a route may vanish
 * (EHOSTUNREACH) while an answer is read. Causes of the cause are not asked: they are failures of whoever
 * provides the body.
 */
function isBeforeSending(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  // A host with several addresses: one error for each.
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(isBeforeSending);
  const { code, syscall } = systemError.parse(cause);
  return CONNECTING.has(syscall) || NEVER_CONNECTED.has(code);
}

/** The system's code where there is one, else a short text. Never the request: its address may hold a token. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    if (current.message === 'unexpected redirect')
      return 'it redirects; configure the address it redirects to';
  }
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.name === 'AbortError' ? 'given up by the caller' : 'connection failed';
}
