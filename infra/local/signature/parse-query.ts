import { uriDecode } from './uri-decode.ts';

/**
 * Splits a raw query string into decoded pairs, in the order sent. A name without "=" has the value "".
 * "+" stands for a space, as S3 reads it.
 * @throws {AwsServiceError} InvalidURI for a broken escape.
 */
export function parseQuery(rawQuery: string): [name: string, value: string][] {
  return rawQuery
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=');
      const name = equals < 0 ? piece : piece.slice(0, equals);
      const value = equals < 0 ? '' : piece.slice(equals + 1);
      return [uriDecode(name.replaceAll('+', ' ')), uriDecode(value.replaceAll('+', ' '))];
    });
}
