import { HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import { readHandWritten } from '../../../shared/recipes/read-hand-written.ts';
import type { RecipeProblem } from '../../../shared/recipes/recipe-problem.ts';
import { DATASET_FOLDERS } from '../../../shared/submissions/dataset-named.ts';
import type { EntryPlace } from '../../../shared/submissions/entry-place.ts';
import { type EntrySidecar, parseEntrySidecar } from '../../../shared/submissions/parse-entry-sidecar.ts';
import type { Submission } from '../../../shared/submissions/submission.ts';

/** A zip and its sidecar file, as they lie in the bucket now. */
export interface Dropped {
  readonly zip: Submission['zip'];
  /** Absent while there is none. */
  readonly sidecar: { readonly etag: string; readonly read: EntrySidecar } | undefined;
}

const LONGEST_SIDECAR_BYTES = 64 * 1024;
const GIBIBYTE = 2 ** 30;
/** What can be streamed within the time that a function has. */
const LARGEST_ZIP_BYTES = 5 * GIBIBYTE;

/** Reads what was dropped; undefined as long as there is no zip. */
export async function readDropped(
  s3: S3Client,
  bucket: string,
  place: EntryPlace,
): Promise<Dropped | undefined> {
  const zip = await findZip(s3, bucket, place.zipKey);
  if (zip === undefined) return undefined;
  const document = await readHandWritten(s3, bucket, place.sidecarKey, LONGEST_SIDECAR_BYTES);
  if (document === undefined) return { zip, sidecar: undefined };
  const sidecar: EntrySidecar =
    'text' in document ? parseEntrySidecar(document.text) : { problems: [atTheTop(document.unreadable)] };
  const others = problemsOfZip(zip, place);
  const problems = [...others, ...('problems' in sidecar ? sidecar.problems : [])];
  return { zip, sidecar: { etag: document.etag, read: problems.length > 0 ? { problems } : sidecar } };
}

async function findZip(s3: S3Client, bucket: string, key: string): Promise<Submission['zip'] | undefined> {
  try {
    const { ETag = '', ContentLength = 0 } = await s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key }),
    );
    return { bucket, key, etag: unquotedEtag(ETag), bytes: ContentLength };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

function problemsOfZip({ bytes }: Submission['zip'], { datasetType, folder }: EntryPlace): RecipeProblem[] {
  const problems: RecipeProblem[] = [];
  if (datasetType === undefined) {
    problems.push(
      atTheTop(
        `The folder ${JSON.stringify(folder)} names no dataset. Drop the zip and this file under quality-checker/ and ${DATASET_FOLDERS}.`,
      ),
    );
  }
  if (bytes > LARGEST_ZIP_BYTES) {
    problems.push(
      atTheTop(
        `The zip has more than ${LARGEST_ZIP_BYTES / GIBIBYTE} GiB, which is the limit. Put FLAC files into it.`,
      ),
    );
  }
  return problems;
}

function atTheTop(message: string): RecipeProblem {
  return { line: 1, column: 1, path: '', message };
}
