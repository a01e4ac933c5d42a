import { extname } from 'node:path/posix';
import { plainFileName } from '../remote/plain-file-name.ts';

/** As long as a name may be in most file systems. Keys of stems, which are made of it, stay below S3's limit then. */
const LONGEST_BYTES = 255;
const LONGEST_EXTENSION_BYTES = 16;

/**
 * A file name from outside as the last part of a key: without folders and control characters, and not too long; its
 * extension stays. A dollar sign becomes an underscore: S3 takes it for more than a character in the policy of a form
 * and in its key (`${filename}`).
 *
 * @returns undefined when nothing of it remains
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/HTTPPOSTForms.html
 */
export function songFileName(name: string): string | undefined {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const extension = extname(last);
  const kept = Buffer.byteLength(extension) <= LONGEST_EXTENSION_BYTES ? extension : '';
  const bare = last.slice(0, last.length - kept.length);
  return plainFileName(
    `${cut(bare, LONGEST_BYTES - Buffer.byteLength(kept))}${kept}`
      .replace(/[\uFFFE\uFFFF]/g, '')
      .replaceAll('$', '_'),
  );
}

/** As many whole characters as fit into so many bytes of UTF-8. */
function cut(text: string, bytes: number): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true });
}
