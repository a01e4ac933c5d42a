import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobs } from '../../../shared/api/operations/create-jobs.ts';
import { createUpload } from '../../../shared/api/operations/create-upload.ts';
import { jobId } from '../../../shared/jobs/job-id.ts';
import { jobKeys } from '../../../shared/jobs/job-keys.ts';
import { freshSong } from '../fresh-song.ts';
import type { JobsApiWorld } from './jobs-api-world.ts';

const MEGABYTE = 1024 * 1024;
/** 200 MB are read and written some six times on their way. */
const BYTES_TIMEOUT_MS = 120_000;
/** What mvsep.com takes of an account without premium. */
const FREE_BYTES = 100 * MEGABYTE;

/** Songs that are sent with a form, as people send them: with the command line that the API answers. */
export function sendingSongs(world: () => JobsApiWorld): void {
  describe('a song that is sent with a form', () => {
    let directory: string;
    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), 'sending-songs-'));
    });
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    /** A WAV of a short song and then, in a chunk that players skip, nothing: it costs no time but that of its bytes. */
    function writeSong(bytes: number): void {
      const song = freshSong();
      const padding = Buffer.alloc(8);
      padding.write('junk');
      padding.writeUInt32LE(bytes - song.length - padding.length, 4);
      const whole = Buffer.concat([song, padding]);
      whole.writeUInt32LE(bytes - 8, 4);
      writeFileSync(join(directory, 'song.wav'), whole);
      truncateSync(join(directory, 'song.wav'), bytes);
    }

    async function send(example: string): Promise<string> {
      const line = example.replace('curl ', 'curl --silent --write-out "%{http_code}" ');
      const run = promisify(execFile)('sh', ['-c', line], { cwd: directory });
      const { stdout } = await run.catch((error: { stdout: string }) => error);
      return stdout;
    }

    it(
      'of 200 MB becomes stems',
      async () => {
        const ada = await world().client('ada');
        const bytes = 200 * MEGABYTE;
        const body = { fileName: 'C:\\music\\Ärger & "Süßes" 🎸.wav', bytes, contentType: 'audio/wav' };
        const { key, example, maximumBytes } = await ada.ask(createUpload, { body });
        expect(key).toMatch(/^incoming\/ada\/[0-9a-f]{32}\/Ärger & "Süßes" 🎸\.wav$/);
        expect(maximumBytes).toBeGreaterThan(bytes);
        writeSong(bytes);
        expect(await send(example)).toBe('204');
        const { jobs } = await ada.ask(createJobs, {
          body: { jobs: [{ source: { key }, separation: { type: 55 } }] },
        });
        const [made = expect.fail()] = jobs;
        expect(made).toMatchObject({ state: 'submitted', owner: 'ada', source: { key, bytes } });
        const { job, files, failure } = await world().pipeline.ended(jobId.parse(made.id));
        expect([failure, job.state]).toEqual([undefined, 'done']);
        expect(files.map(({ key: stem }) => stem.replace(/.*\//, ''))).toEqual([
          'center.wav',
          'wide-sides.wav',
        ]);
      },
      BYTES_TIMEOUT_MS,
    );

    it('is refused by the form itself when it is one byte too large', async () => {
      const { table } = world().pipeline;
      // As if the account were one without premium, so that the limit is not a whole GB.
      const set = async (UpdateExpression: string, values: Record<string, boolean>) =>
        table.documents.send(
          new UpdateCommand({
            TableName: table.tableName,
            Key: jobKeys.plan,
            UpdateExpression,
            ExpressionAttributeValues: values,
          }),
        );
      await set('SET premium = :no', { ':no': false });
      const ada = await world().client('ada');
      const order = { body: { fileName: 'song.wav' } };
      const { example, maximumBytes, key } = await ada.ask(createUpload, order);
      expect(maximumBytes).toBe(FREE_BYTES);
      writeSong(FREE_BYTES + 1);
      expect(await send(example)).toMatch(/<Code>EntityTooLarge<\/Code>.*400$/s);
      expect(await world().pipeline.keys(key)).toEqual([]);
      writeSong(FREE_BYTES);
      expect(await send(example)).toBe('204');
      const tooLarge = { body: { fileName: 'song.wav', bytes: FREE_BYTES + 1 } };
      expect(await ada.refusal(createUpload, tooLarge)).toMatchObject({
        status: 422,
        errors: [{ pointer: '/bytes', detail: expect.stringContaining('100 MB') }],
      });
      await set('SET premium = :yes', { ':yes': true });
    });
  });
}
