import { constants } from 'node:buffer';

/** How large requests may be on their way through an HTTP API to a function. */
export interface PayloadLimits {
  /** Body that an HTTP API takes. */
  readonly bodyBytes: number;
  /** Event of a synchronous invocation, as JSON. */
  readonly eventBytes: number;
  /** Heap that every function's environment has at least, whatever its memory size says. */
  readonly minimumHeapMegabytes: number;
}

/** Quotas of API Gateway (HTTP API payload) and Lambda (synchronous invocation). */
export const AWS_PAYLOAD_LIMITS: PayloadLimits = {
  bodyBytes: 10 * 1024 * 1024,
  eventBytes: 6 * 1024 * 1024,
  minimumHeapMegabytes: 0,
};

/** What an event has beside the body: some copies of a URL, and headers. */
const ENVELOPE_BYTES = 128 * 1024;

/**
 * No quotas, but the longest string that JavaScript can hold: an event is one, with the body in it as base64,
 * four characters for three bytes. That leaves bodies of 402 million bytes. A function holds such an event
 * twice, as JSON and parsed, and for that its heap must be larger than many a memory size.
 */
export const MACHINE_PAYLOAD_LIMITS: PayloadLimits = {
  bodyBytes: Math.floor((constants.MAX_STRING_LENGTH - ENVELOPE_BYTES) / 4) * 3,
  eventBytes: constants.MAX_STRING_LENGTH,
  minimumHeapMegabytes: 2048,
};
