import { AwsServiceError } from '../aws-service-error.ts';

/**
 * Passes bytes on as long as their number stays in bounds; stops at the first piece that exceeds them.
 * @throws {AwsServiceError} EntityTooLarge, EntityTooSmall.
 */
export async function* limitedBytes(
  source: AsyncIterable<Uint8Array>,
  minimumBytes: number,
  maximumBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > maximumBytes) {
      const message = 'Your proposed upload exceeds the maximum allowed size';
      const fields = { ProposedSize: String(bytes), MaxSizeAllowed: String(maximumBytes) };
      throw new AwsServiceError('EntityTooLarge', message, 400, fields);
    }
    yield piece;
  }
  if (bytes < minimumBytes) {
    const message = 'Your proposed upload is smaller than the minimum allowed size';
    const fields = { ProposedSize: String(bytes), MinSizeAllowed: String(minimumBytes) };
    throw new AwsServiceError('EntityTooSmall', message, 400, fields);
  }
}
