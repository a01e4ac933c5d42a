import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { documentClient } from '../../shared/aws/document-client.ts';
import { createJobTable } from '../../shared/jobs/job-table.ts';
import { newJob } from '../../shared/jobs/new-job.ts';
import { readSettings } from '../settings.ts';
import { clientSettings } from './client-settings.ts';
import type { CommandLine } from './command-line.ts';
import { downloadStems } from './download-stems.ts';
import { followJobs, type SongJob } from './follow-jobs.ts';
import type { LocalProduct } from './local-product.ts';
import { LOCAL_SETTINGS } from './local-settings.ts';
import { resultsTable, type SongResult } from './results-table.ts';

/**
 * Uploads songs, shows how far each is, and fetches what comes out.
 *
 * @returns the exit code: 0 when every song became stems, 1 when any did not
 */
export async function separateSongs(product: LocalProduct, commandLine: CommandLine): Promise<number> {
  const s3 = new S3Client(clientSettings(product.cloud));
  const jobs = createJobTable(documentClient(clientSettings(product.cloud)), product.jobTable);

  const keys = uploadKeys(commandLine.songs);
  const songs: SongJob[] = [];
  for (const [path, key] of keys) {
    songs.push(await uploadSong(s3, product.bucket, path, key, commandLine.metadata));
  }
  const ended = await followJobs(product, jobs, songs);

  const folders = new Set<string>();
  const results: SongResult[] = [];
  for (const { song, job } of ended) {
    const folder = job.state === 'done' ? folderFor(commandLine.outputDirectory, song, folders) : undefined;
    if (folder !== undefined) await downloadStems(s3, job, folder);
    results.push({ song, job, folder });
  }
  process.stdout.write(resultsTable(results));
  return ended.every(({ job }) => job.state === 'done') ? 0 : 1;
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

async function uploadSong(
  s3: S3Client,
  bucket: string,
  path: string,
  key: string,
  metadata: Readonly<Record<string, string>>,
): Promise<SongJob> {
  const { size } = await stat(path);
  const { ETag } = await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: createReadStream(path),
      ContentLength: size,
      Metadata: { ...metadata },
    }),
  );
  if (ETag === undefined) throw new Error(`The bucket answered no etag for ${key}.`);
  const { jobId } = newJob({
    upload: { bucket, key, etag: ETag, bytes: size },
    metadata,
    defaults: readSettings(LOCAL_SETTINGS).separation,
    at: new Date(),
  });
  return { song: path, jobId };
}

function folderFor(outputDirectory: string, song: string, taken: Set<string>): string {
  const name = parse(song).name;
  let folder = join(outputDirectory, name);
  for (let count = 2; taken.has(folder); count++) folder = join(outputDirectory, `${name}-${count}`);
  taken.add(folder);
  return folder;
}
