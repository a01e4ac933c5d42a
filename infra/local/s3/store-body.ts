import type { BodyFiles } from './body-files.ts';
import type { ExpectedBody } from './expected-body.ts';
import { type ReceivedBody, receiveBody } from './receive-body.ts';

/** A verified body in a file that no catalog entry names yet: name it, or remove it. */
export interface StoredBody extends ReceivedBody {
  readonly file: string;
}

/**
 * Writes a body to a new file. When anything is wrong with the body, or the sender goes away, the file
 * is removed and the error thrown on.
 */
export async function storeBody(
  files: BodyFiles,
  source: AsyncIterable<Uint8Array>,
  expected: ExpectedBody,
): Promise<StoredBody> {
  const { file, handle } = await files.create();
  try {
    const received = await receiveBody(source, expected, (bytes) => handle.writeFile(bytes));
    await handle.close();
    return { file, ...received };
  } catch (error) {
    await handle.close();
    files.remove([file]);
    throw error;
  }
}
