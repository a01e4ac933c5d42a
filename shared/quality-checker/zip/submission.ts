import type { S3Client } from '@aws-sdk/client-s3';
import { fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { ServiceError } from '../../errors/service-error.ts';
import { UnusableSubmission } from '../../errors/unusable-submission.ts';
import type { Dataset } from '../dataset.ts';
import type { ArchivedFile } from './check-entry.ts';
import { type ArchiveLimits, listFiles } from './list-files.ts';
import { matchStems, stemKey } from './match-stems.ts';
import { type ObjectPlace, ObjectReader } from './object-reader.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

/** The widest sample that a file may have: a 64 bit float. */
const LARGEST_SAMPLE_BYTES = 8;
/** Headers, tags and pictures beside the samples. */
const BESIDE_SAMPLES_BYTES = 1024 * 1024;
/** Files that are no stems: folders and the litter of desktops. */
const FILES_BESIDE_STEMS = 1_000;

/** A zip of separated stems in the bucket, whose directory has been checked against a dataset. */
export class Submission {
  readonly #reader: ObjectReader;
  readonly #zip: ZipFile;
  readonly #files: ReadonlyMap<string, ArchivedFile>;

  private constructor(reader: ObjectReader, zip: ZipFile, files: ReadonlyMap<string, ArchivedFile>) {
    this.#reader = reader;
    this.#zip = zip;
    this.#files = files;
  }

  /**
   * Reads the directory of a zip, by ranges, and finds the file of every stem. Nothing is unpacked.
   *
   * @throws UnusableSubmission that says what is wrong: no zip, too large, harmful names, missing stems.
   */
  static async open(s3: S3Client, place: ObjectPlace, dataset: Dataset): Promise<Submission> {
    const reader = await ObjectReader.open(s3, place);
    if (reader.bytes === 0) throw new UnusableSubmission('The zip is an empty file. Send it again.');
    try {
      const zip = await fromRandomAccessReaderPromise(reader, reader.bytes, {
        autoClose: false,
        // Names and sizes are judged by us, in words that help.
        decodeStrings: false,
        validateEntrySizes: false,
      });
      const files = await listFiles(zip, limitsFor(dataset));
      return new Submission(reader, zip, matchStems(files, dataset));
    } catch (error) {
      throw submissionError(reader, error);
    }
  }

  /**
   * The bytes of one stem's file, unpacked as they are read: never more than the directory announced.
   *
   * @throws UnusableSubmission, here or while it is read, when the zip does not hold what its directory says.
   */
  async openStem(song: string, stem: string): Promise<AsyncIterable<Buffer>> {
    const file = this.#files.get(stemKey(song, stem));
    if (file === undefined) throw new Error(`The submission was opened without ${stemKey(song, stem)}.`);
    try {
      const stream = await this.#zip.openReadStreamPromise(file.entry);
      return unpackedBytes(stream, file, (error) => submissionError(this.#reader, error));
    } catch (error) {
      throw submissionError(this.#reader, error);
    }
  }
}

function limitsFor({ songs, stems }: Dataset): ArchiveLimits {
  const bytesOf = songs.map(
    ({ samples, channels }) => samples * channels * LARGEST_SAMPLE_BYTES + BESIDE_SAMPLES_BYTES,
  );
  return {
    files: songs.length * stems.length * 2 + FILES_BESIDE_STEMS,
    fileBytes: Math.max(...bytesOf),
    bytes: bytesOf.reduce((sum, bytes) => sum + bytes, 0) * stems.length,
  };
}

/** The parser of archives throws plain errors for archives it cannot read; those of S3 pass through it. */
function submissionError(reader: ObjectReader, error: unknown): unknown {
  if (reader.failure !== undefined) return reader.failure;
  if (error instanceof ServiceError) return error;
  return new UnusableSubmission(
    'The file is no zip that can be read, or a part of it is missing or damaged. Make the zip anew and send all of it.',
    error,
  );
}
