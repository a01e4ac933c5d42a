import { StateFailure } from './state-failure.ts';

/** Most that a state may hand on, in bytes of JSON: 256 KiB. */
export const DATA_LIMIT_BYTES = 262_144;

/**
 * The JSON text of a value that a state hands on.
 *
 * @throws StateFailure States.DataLimitExceeded over 256 KiB, which neither Retry nor Catch can take here (on AWS
 *   States.ALL cannot either).
 */
export function withinDataLimit(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  const bytes = Buffer.byteLength(text);
  if (bytes <= DATA_LIMIT_BYTES) return text;
  throw new StateFailure(
    'States.DataLimitExceeded',
    `The state handed on ${bytes} bytes, more than the maximum of ${DATA_LIMIT_BYTES}: hand on ids, and keep the data in a bucket or table.`,
    'by-nothing',
  );
}
