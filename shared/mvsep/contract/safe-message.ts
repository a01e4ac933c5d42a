const MAXIMUM_LENGTH = 500;
/** Read before redacting, so that a huge answer costs no time. */
const LONGEST_READ = 8 * MAXIMUM_LENGTH;

/**
 * Where a link keeps secrets: name and password before the host, and everything from the question mark on.
 * Slashes may be escaped the JSON way (`https:\/\/`), and a link inside another has its question mark as `%3F`.
 */
const LINK = /(https?:(?:\\?\/){2})(?:[^\s"<>/?#@\\]*@)?((?:(?!%3f)[^\s"<>?#])*)(?:(?:[?#]|%3f)[^\s"<>]*)?/gi;
/** Parts of a query outside of a link, as they remain when a link was cut, broken by a space, or has no scheme. */
const PARAMETERS = /(?:[?&#][^\s"<>?&#=]*|\b(?:x-amz-[a-z-]+|api_token|token|signature))=[^\s"<>]+/gi;

/**
 * A text of the service that may stand in a record or a log: at most 500 characters, and links without their
 * queries. The service may quote the link that it was given, whose query lets anyone read the song.
 *
 * @example safeMessage('cannot fetch https://bucket.example/a.wav?X-Amz-Signature=1f2e');
 * // 'cannot fetch https://bucket.example/a.wav'
 */
export function safeMessage(text: string): string {
  return text
    .slice(0, LONGEST_READ)
    .replace(LINK, '$1$2')
    .replace(PARAMETERS, '…')
    .slice(0, MAXIMUM_LENGTH)
    .toWellFormed();
}
