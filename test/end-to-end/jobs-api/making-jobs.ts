import { describe, expect, it } from 'vitest';
import { createJobs } from '../../../shared/api/operations/create-jobs.ts';
import { jobId } from '../../../shared/jobs/job-id.ts';
import { freshSong } from '../fresh-song.ts';
import type { JobsApiWorld } from './jobs-api-world.ts';

/** Jobs that callers ask for. */
export function makingJobs(world: () => JobsApiWorld): void {
  describe('a request for jobs', () => {
    it('by link and by key, sent many times at once under one key, makes each job once', async () => {
      const { pipeline, outside } = world();
      outside.files.set('/live/My%20Song.wav?token=secret', freshSong());
      const key = 'incoming/ada/0123/song.wav';
      await pipeline.upload(key, freshSong());
      const ada = await world().client('ada');
      const body = {
        jobs: [
          { source: { url: `${outside.url}/live/My%20Song.wav?token=secret` }, separation: { type: 44 } },
          {
            source: { key },
            recipe: { separations: [{ type: 'phantom-centre-extraction' }] },
            outputFormat: 4,
          },
        ],
      };
      const before = await pipeline.executions();
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => ada.ask(createJobs, { body, idempotencyKey: 'twice' })),
      );
      const ids = answers.map(({ jobs }) => jobs.map(({ id }) => id));
      expect(new Set(ids.map((one) => one.join(' '))).size).toBe(1);
      const made = (ids[0] ?? []).map((id) => jobId.parse(id));
      const ended = await Promise.all(made.map((id) => pipeline.ended(id)));
      expect(ended.map(({ job, failure }) => failure?.reason ?? job.state)).toEqual(['done', 'done']);
      const started = (await pipeline.executions()).filter((name) => !before.includes(name));
      expect(started.sort()).toEqual([...made].sort());

      const [fetched, sent] = ended;
      expect(fetched?.job.source.key).toBe(`incoming/ada/${made[0]}/My Song.wav`);
      expect(fetched?.job.source.bytes).toBe(outside.files.get('/live/My%20Song.wav?token=secret')?.length);
      expect(fetched?.job.events.map(({ what }) => what)).toContain('fetched');
      expect(sent?.step.separation.outputFormat).toBe(4);
      const shown = await ada.ask(createJobs, { body, idempotencyKey: 'twice' });
      expect(shown.jobs[0]?.source.link).toMatchObject({
        host: new URL(outside.url).host,
        service: 'direct',
      });
      expect(JSON.stringify(shown)).not.toContain('secret');
      expect(await pipeline.command('show', String(made[0]))).not.toContain('secret');

      const other = { jobs: body.jobs.slice(1) };
      expect(await ada.refusal(createJobs, { body: other, idempotencyKey: 'twice' })).toMatchObject({
        status: 422,
        type: expect.stringMatching(/key-reused$/),
      });
      // The key of another owner is another key, and the song of another owner is not there.
      const bob = await world().client('bob');
      expect(await bob.refusal(createJobs, { body: other, idempotencyKey: 'twice' })).toMatchObject({
        status: 422,
        errors: [{ pointer: '/jobs/0/source/key' }],
      });
    });

    it('makes none of its jobs when one of them cannot be, and says everything that is wrong', async () => {
      const { pipeline, outside } = world();
      const key = 'incoming/ada/4567/song.wav';
      await pipeline.upload(key, freshSong());
      const ada = await world().client('ada');
      const before = await pipeline.executions();
      const { status, errors = [] } = await ada.refusal(createJobs, {
        body: {
          jobs: [
            { source: { key } },
            { source: { key: 'incoming/ada/none/song.wav' }, recipe: 'vocal' },
            { source: { url: outside.url }, recipe: { separations: [{ type: 'nothing' }] } },
            {
              source: { url: `${outside.url}/x.wav`, service: 'mega' },
              separation: { type: 40, options: { add_opt1: 'x' } },
            },
            { source: { key }, recipe: 'vocal' },
          ],
        },
      });
      expect(status).toBe(422);
      expect(errors.map(({ pointer }) => pointer)).toEqual([
        '/jobs/1/source/key',
        '/jobs/2/recipe/separations/0/type',
        '/jobs/3/source/url',
        '/jobs/3/separation/options/add_opt1',
        '/jobs/4/recipe',
      ]);
      expect(errors.at(-1)?.detail).toContain('Did you mean "vocals"?');
      expect(await pipeline.executions()).toEqual(before);
    });

    it('for a link that cannot be used makes a job that says why', async () => {
      const { pipeline, outside } = world();
      outside.files.set('/empty.wav', Buffer.alloc(0));
      const ada = await world().client('ada');
      const { jobs } = await ada.ask(createJobs, {
        body: {
          jobs: [
            { source: { url: `${outside.url}/nothing.wav?token=secret` } },
            { source: { url: `${outside.url}/empty.wav` } },
            { source: { url: 'http://127.0.0.1:9/private.wav' } },
          ],
        },
      });
      const ended = await Promise.all(jobs.map(({ id }) => pipeline.ended(jobId.parse(id))));
      expect(ended.map(({ job }) => job.failure?.error)).toEqual([
        'RefusedUrl',
        'UnusableAudio',
        'RefusedUrl',
      ]);
      expect(ended.map(({ job }) => job.failure?.reason)).toEqual([
        expect.stringMatching(/answers 404: there is no such file.*Nothing was charged/),
        expect.stringMatching(/is empty.*Nothing was charged/),
        expect.stringMatching(/127\.0\.0\.1, which is a private address.*Nothing was charged/),
      ]);
      expect(JSON.stringify(ended.map(({ failure, job: { events } }) => [failure, events]))).not.toContain(
        'secret',
      );
    });
  });
}
