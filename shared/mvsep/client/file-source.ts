/**
 * A file to upload, whose bytes are read only as they leave.
 *
 * @example
 * const blob = await openAsBlob('song.wav'); // from node:fs
 * const source = { fileName: 'song.wav', bytes: blob.size, body: blob.stream() };
 */
export interface FileSource {
  readonly fileName: string;
  readonly bytes: number;
  readonly body: AsyncIterable<Uint8Array>;
}
