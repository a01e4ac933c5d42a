import { afterAll, beforeAll } from 'vitest';
import { changingJobs } from './jobs-api/changing-jobs.ts';
import { generatedRequests } from './jobs-api/generated-requests.ts';
import { type JobsApiWorld, startJobsApiWorld } from './jobs-api/jobs-api-world.ts';
import { makingJobs } from './jobs-api/making-jobs.ts';
import { reading } from './jobs-api/reading.ts';
import { sendingSongs } from './jobs-api/sending-songs.ts';

let running: JobsApiWorld | undefined;
beforeAll(async () => {
  running = await startJobsApiWorld();
});
afterAll(() => running?.stop());

/** The pipeline that all parts share. */
const world = (): JobsApiWorld => {
  if (running === undefined) throw new Error('The pipeline runs only during tests.');
  return running;
};

sendingSongs(world);
makingJobs(world);
changingJobs(world);
reading(world);
generatedRequests(world);
