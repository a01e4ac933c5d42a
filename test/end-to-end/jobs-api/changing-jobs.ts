import { describe, expect, it } from 'vitest';
import { cancelJob } from '../../../shared/api/operations/cancel-job.ts';
import { createJobs } from '../../../shared/api/operations/create-jobs.ts';
import { deleteJob } from '../../../shared/api/operations/delete-job.ts';
import { retryJob } from '../../../shared/api/operations/retry-job.ts';
import { jobId } from '../../../shared/jobs/job-id.ts';
import { freshSong } from '../fresh-song.ts';
import type { JobsApiWorld } from './jobs-api-world.ts';

/** What callers do to jobs that they made. */
export function changingJobs(world: () => JobsApiWorld): void {
  describe('a job by link', () => {
    it('is retried once its link works, is not cancelled after its end, and is deleted with its song', async () => {
      const { pipeline, outside } = world();
      const [ada, bob] = await Promise.all([world().client('ada'), world().client('bob')]);
      const body = { jobs: [{ source: { url: `${outside.url}/late.wav` } }] };
      const { jobs } = await ada.ask(createJobs, { body });
      const id = jobId.parse(jobs[0]?.id);
      const about = { parameters: { jobId: id } };
      expect((await pipeline.ended(id)).job.state).toBe('failed');

      for (const operation of [cancelJob, retryJob, deleteJob]) {
        const foreign = await bob.refusal(operation, {
          ...about,
          ...(operation === retryJob ? { body: {} } : {}),
        });
        expect(foreign).toMatchObject({ status: 404, type: expect.stringMatching(/not-found$/) });
      }
      outside.files.set('/late.wav', freshSong());
      expect(await ada.ask(retryJob, about)).toMatchObject({ id, attempt: 2 });
      const { job, files } = await pipeline.ended(id);
      expect(job).toMatchObject({ state: 'done', attempt: 2 });
      expect(files.length).toBeGreaterThan(0);

      expect(await ada.refusal(cancelJob, about)).toMatchObject({ status: 409 });
      expect(await ada.refusal(retryJob, { ...about, body: { payAgain: true } })).toMatchObject({
        status: 409,
      });
      expect(await ada.ask(deleteJob, { ...about, query: { withSong: 'true' } })).toEqual({
        id,
        state: 'deleted',
      });
      expect(await ada.ask(deleteJob, about)).toEqual({ id, state: 'deleted' });
      expect(await pipeline.keys(job.source.key)).toEqual([]);
      expect(await pipeline.keys(`${job.folder}/`)).toEqual([]);
    });
  });

  describe('a job that runs', () => {
    it('is cancelled, and not deleted before its end', async () => {
      const { pipeline } = world();
      const ada = await world().client('ada');
      const key = 'incoming/ada/89ab/song.wav';
      await pipeline.upload(key, freshSong());
      const { jobs } = await ada.ask(createJobs, { body: { jobs: [{ source: { key } }] } });
      const id = jobId.parse(jobs[0]?.id);
      const about = { parameters: { jobId: id } };
      expect(await ada.refusal(deleteJob, about)).toMatchObject({ status: 409 });
      expect(await ada.ask(cancelJob, about)).toMatchObject({ id, cancelledAt: expect.any(String) });
      expect((await pipeline.ended(id)).job.state).toBe('cancelled');
      expect(await ada.ask(deleteJob, about)).toEqual({ id, state: 'deleted' });
      expect(await pipeline.keys(key)).toEqual([key]);
    });
  });
}
