import type { ZipFile } from 'yauzl';
import { UnusableSubmission } from '../../errors/unusable-submission.ts';
import { type ArchivedFile, checkEntry } from './check-entry.ts';

export interface ArchiveLimits {
  readonly files: number;
  /** Of one file, unpacked. */
  readonly fileBytes: number;
  /** Of all files together, unpacked. */
  readonly bytes: number;
}

/** The whole may be this many times larger than the archive: sound is at most a few times larger, silence more. */
const LARGEST_RATIO = 200;
/** Below this nothing is said about the ratio: nobody is harmed. */
const SMALL_BYTES = 64 * 1024 * 1024;

const MEGABYTE = 1024 * 1024;

/**
 * Lists what is in an archive, from its directory alone. Nothing is unpacked.
 *
 * @throws UnusableSubmission when it would unpack to more than the limits, or holds what could do harm.
 */
export async function listFiles(zip: ZipFile, limits: ArchiveLimits): Promise<ArchivedFile[]> {
  // The directory announces its length; what it then holds cannot be more.
  if (zip.entryCount > limits.files) {
    throw new UnusableSubmission(
      `The zip says that it holds ${zip.entryCount} files; ${limits.files} are the limit for this dataset.`,
    );
  }
  const files: ArchivedFile[] = [];
  const names = new Set<string>();
  for await (const entry of zip.eachEntry()) {
    const file = checkEntry(entry);
    if (file === undefined) continue;
    const name = file.path.toLowerCase();
    if (names.has(name)) {
      throw new UnusableSubmission(`The zip holds ${JSON.stringify(file.path)} twice. Make the zip anew.`);
    }
    names.add(name);
    files.push(file);
  }
  checkSizes(files, zip.fileSize, limits);
  return files;
}

function checkSizes(files: readonly ArchivedFile[], archiveBytes: number, limits: ArchiveLimits): void {
  let unpacked = 0;
  let packed = 0;
  for (const { path, entry } of files) {
    if (entry.uncompressedSize > limits.fileBytes) {
      throw new UnusableSubmission(
        `The file ${JSON.stringify(path)} in the zip unpacks to ${megabytes(entry.uncompressedSize)} MB; ` +
          `no stem of this dataset has more than ${megabytes(limits.fileBytes)} MB.`,
      );
    }
    if (entry.relativeOffsetOfLocalHeader + entry.compressedSize > archiveBytes) {
      throw new UnusableSubmission(
        `The zip is cut off: ${JSON.stringify(path)} is not in it. Send it again.`,
      );
    }
    unpacked += entry.uncompressedSize;
    packed += entry.compressedSize;
  }
  if (packed > archiveBytes) {
    throw new UnusableSubmission(
      'Files of the zip share their data, which no honest zip does. Make it anew.',
    );
  }
  if (unpacked > limits.bytes) {
    throw new UnusableSubmission(
      `The zip unpacks to ${megabytes(unpacked)} MB; ${megabytes(limits.bytes)} MB are the limit for this dataset.`,
    );
  }
  if (unpacked > SMALL_BYTES && unpacked > archiveBytes * LARGEST_RATIO) {
    throw new UnusableSubmission(
      `The zip unpacks to ${Math.round(unpacked / archiveBytes)} times its size; ${LARGEST_RATIO} times are the limit.`,
    );
  }
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(bytes < MEGABYTE ? 2 : 0);
}
