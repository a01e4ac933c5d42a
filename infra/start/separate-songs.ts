import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { documentClient } from '../../shared/aws/document-client.ts';
import { type FindUploadDeps, findUpload } from '../../shared/jobs/find-upload.ts';
import { ENDED_STATES } from '../../shared/jobs/job.ts';
import { createJobTable } from '../../shared/jobs/job-table.ts';
import { clientSettings } from './client-settings.ts';
import type { CommandLine } from './command-line.ts';
import { downloadStems } from './download-stems.ts';
import { followJobs, type SongJob } from './follow-jobs.ts';
import type { LocalProduct } from './local-product.ts';
import { resultsTable, type SongResult } from './results-table.ts';

/**
 * Uploads songs, shows how far each is, and fetches what comes out.
 *
 * @returns the exit code: 0 when every song became stems, 1 when any did not
 */
export async function separateSongs(product: LocalProduct, commandLine: CommandLine): Promise<number> {
  const s3 = new S3Client(clientSettings(product.cloud));
  const documents = documentClient(clientSettings(product.cloud));
  const jobs = createJobTable({ documents, tableName: product.jobTable });

  const keys = uploadKeys(commandLine.songs);
  const songs: SongJob[] = [];
  for (const [path, key] of keys) {
    songs.push(await uploadSong({ s3, jobs }, product.bucket, path, key, commandLine.metadata));
  }
  const ended = await followJobs(product, jobs, songs);

  const folders = new Set<string>();
  const results: SongResult[] = [];
  for (const { song, isFromBefore, whole } of ended) {
    const hasStems = whole.steps.some(({ files }) => Object.keys(files).length > 0);
    const folder = hasStems ? folderFor(commandLine.outputDirectory, song, folders) : undefined;
    if (folder !== undefined) await downloadStems(s3, whole, folder);
    results.push({ song, isFromBefore, whole, folder });
  }
  process.stdout.write(resultsTable(results));
  return ended.every(({ whole }) => whole.job.state === 'done') ? 0 : 1;
}

/** One key for each song; songs of the same name from different folders get folders of their own. */
function uploadKeys(paths: readonly string[]): Map<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    paths.map((path) => {
      const name = basename(path);
      const count = (taken.get(name) ?? 0) + 1;
      taken.set(name, count);
      return [path, count === 1 ? `uploads/${name}` : `uploads/${count}/${name}`];
    }),
  );
}

/** A song that was separated before has its job already, and so does one whose job was cut off. */
async function uploadSong(
  deps: FindUploadDeps,
  bucket: string,
  path: string,
  key: string,
  metadata: Readonly<Record<string, string>>,
): Promise<SongJob> {
  const { size } = await stat(path);
  const { ETag } = await deps.s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: createReadStream(path),
      ContentLength: size,
      Metadata: { ...metadata },
    }),
  );
  if (ETag === undefined) throw new Error(`The bucket answered no etag for ${key}.`);
  const upload = await findUpload(deps, { bucket, key, etag: ETag });
  if (upload === undefined) throw new Error(`${key} was replaced in the bucket. Start again.`);
  const { jobId, job } = upload;
  return { song: path, jobId, isFromBefore: job !== undefined && ENDED_STATES.includes(job.state) };
}

function folderFor(outputDirectory: string, song: string, taken: Set<string>): string {
  const name = parse(song).name;
  let folder = join(outputDirectory, name);
  for (let count = 2; taken.has(folder); count++) folder = join(outputDirectory, `${name}-${count}`);
  taken.add(folder);
  return folder;
}
