import { describe, expect, it } from 'vitest';
import { UpstreamServer } from '../upstream/upstream-server.ts';
import { serviceSong } from './service-songs.ts';
import { TestPipeline } from './test-pipeline.ts';

const SONGS = 4;

describe('a pipeline that is switched off in the middle of its work', () => {
  it('goes on when it is switched on again: every song ends, and is paid once', async () => {
    const upstream = await UpstreamServer.start({ times: { waiting: 500, processing: 3_000, merging: 100 } });
    const first = await TestPipeline.start({ upstream });
    const jobIds = [];
    for (let index = 0; index < SONGS; index++) {
      jobIds.push(await first.upload(`uploads/song ${index}.wav`, serviceSong()));
    }
    // One that dies while it is being handed over is searched for when its run is surely over, a quarter of an hour
    // later: the histories live through that by a clock of their own.
    for (const jobId of jobIds) await first.stepReached(jobId, ['waiting', 'copying', 'done']);
    await first.pause();

    const second = await TestPipeline.start({ upstream, directory: first.directory });
    try {
      for (const jobId of jobIds) {
        await expect
          .poll(
            async () => {
              await second.hurry('look-up');
              await second.runClocks();
              return (await second.look(jobId))?.job.state;
            },
            { timeout: 60_000, interval: 1_000 },
          )
          .toBe('done');
      }
      expect(upstream.model.book.twiceCharged()).toEqual([]);
      expect(upstream.model.book.twiceSeparated()).toEqual([]);
      expect(upstream.model.book.charges).toHaveLength(SONGS);
    } finally {
      await second.stop();
      await upstream.stop();
    }
  }, 180_000);
});
