import { SourceChanged } from '../errors/source-changed.ts';

/**
 * Waits for a call that reads an uploaded object as long as it is the one that the job was made of.
 *
 * @throws SourceChanged when it was replaced or deleted meanwhile; anything else is thrown on.
 */
export async function sourceUnchanged<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error) || !GONE.includes(error.name)) throw error;
    throw new SourceChanged(
      'The song was replaced or deleted while its job was on the way. Upload it again.',
      error,
    );
  }
}

const GONE: readonly string[] = ['NoSuchKey', 'NotFound', 'PreconditionFailed'];
