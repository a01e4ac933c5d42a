import { PutObjectCommand } from '@aws-sdk/client-s3';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { output } from '../../../infra/start/output.ts';
import { LEADERBOARD_NAMES_KEY } from '../../../shared/leaderboards/leaderboard-names-key.ts';
import { RECIPES_KEY } from '../../../shared/recipes/recipes-key.ts';
import { boardEntry } from '../../upstream/board-entries.ts';
import { serviceSong } from '../service-songs.ts';
import type { SyncsWorld } from './syncs-world.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };

const RECIPES = `{
  "recipes": {
    "best": { "separations": [{ "type": "best:vocals" }] },
    "thrifty": { "separations": [
      { "type": "best:vocals", "maxCreditsPerMinute": 1.5, "then": [{ "of": "instrumental", "type": "mvsep-drums" }] }
    ] }
  }
}`;

const namesReport = z.object({
  valid: z.boolean(),
  own: z.int(),
  boards: z.array(
    z.object({ datasetType: z.int(), unmapped: z.array(z.looseObject({ algorithm: z.string() })) }),
  ),
});
const catalogueReport = z.looseObject({
  changed: z.array(z.object({ type: z.looseObject({ id: z.int() }), changes: z.array(z.string()) })),
});

/** What is chosen by a board as it was synced, and what quotes go by after the catalogue was read again. */
export function bestChoice(world: () => SyncsWorld): void {
  const { parse } = JSON;

  async function put(Key: string, Body: string): Promise<void> {
    const { s3, product } = world().pipeline;
    await s3.send(new PutObjectCommand({ Bucket: product.bucket, Key, Body }));
  }

  async function document(key: string): Promise<unknown> {
    try {
      return parse((await world().pipeline.object(key)).toString());
    } catch {
      return undefined; // Not written yet.
    }
  }

  async function unmapped() {
    const report = namesReport.safeParse(await document('reports/leaderboard-names.json')).data;
    return report?.boards
      .find(({ datasetType }) => datasetType === 1)
      ?.unmapped.map(({ algorithm }) => algorithm);
  }

  const refresh = () => world().pipeline.product.cloud.fireSchedule('Pipeline/SyncsCatalogueClock');

  /** Three entries of the board of songs; what else stands there is far behind. */
  function fillBoard(): void {
    const { boards } = world().upstream.model;
    const put = (id: number, algo_name: string, sdr: number, is_ensemble = 0) =>
      boards.put(
        boardEntry(1, id, undefined, { algo_name, is_ensemble, sdr_vocals: sdr, sdr_instrum: sdr + 6 }),
      );
    put(7_000_001, 'A secret model', 15);
    put(7_000_002, 'MVSep Ensemble 11.93', 14.5, 1);
    put(7_000_003, 'BS Roformer 124 bands (MVSep, 2026-07-10)', 14);
  }

  describe('the best separation of a stem', () => {
    it('is chosen by the board as it was last read, pinned, and explained wherever the job is shown', async () => {
      const { pipeline, upstream } = world();
      fillBoard();
      await put(RECIPES_KEY, RECIPES);
      await refresh();
      await pipeline.stepFunctions.send(
        new StartExecutionCommand({
          stateMachineArn: output(pipeline.product.cloud, 'Pipeline', 'LeaderboardSyncArn'),
          name: 'for-the-best',
          input: '{}',
        }),
      );
      await expect.poll(async () => (await unmapped())?.[0], PATIENCE).toBe('A secret model');
      expect(await unmapped()).not.toContain('BS Roformer 124 bands (MVSep, 2026-07-10)');

      // The first separation lets the plan of the account be known.
      await pipeline.separate('uploads/songs/plain.wav', serviceSong());
      const charged = upstream.model.book.charges.length;
      const [best, thrifty] = await Promise.all([
        pipeline.separate('uploads/best/song.wav', serviceSong()),
        pipeline.separate('uploads/thrifty/song.wav', serviceSong()),
      ]);
      expect(best.steps).toMatchObject([
        {
          step: 'best-vocals',
          state: 'done',
          separation: { type: 26, options: { add_opt2: '7' } },
          choice: { wish: 'best:vocals', entryId: 7_000_002, sdr: 14.5, creditsPerMinute: 2 },
        },
      ]);
      expect(thrifty.job.state).toBe('done');
      expect(thrifty.steps).toMatchObject([
        {
          separation: { type: 40, options: { add_opt1: '171' } },
          choice: { entryId: 7_000_003, creditsPerMinute: 1, maxCreditsPerMinute: 1.5 },
        },
        { step: 'mvsep-drums', state: 'done', parent: { step: 'best-vocals' } },
      ]);
      const types = upstream.model.book.charges.slice(charged).map(({ type }) => type);
      expect(types.sort()).toEqual([26, 40, 44]);

      const because =
        'Better, but not called: "A secret model" (15.00 dB, not in the list of names), "MVSep Ensemble 11.93" ' +
        '(14.50 dB, 2 credits a minute).';
      expect(await pipeline.command('show', thrifty.job.jobId)).toContain(because);
      const manifest = await document(thrifty.job.manifestKey ?? '');
      expect(JSON.stringify(manifest)).toContain(JSON.stringify(because).slice(1, -1));
      expect(pipeline.product.cloud.denials()).toEqual([]);
    }, 120_000);

    it('knows the names that users write down, and says what is wrong with them', async () => {
      await put(LEADERBOARD_NAMES_KEY, '{ "names": { "A secret model": { "type": "melband-roformer" } } }');
      await expect.poll(async () => (await unmapped())?.includes('A secret model'), PATIENCE).toBe(false);
      const { pipeline } = world();
      const { steps } = await pipeline.separate('uploads/best/named.wav', serviceSong());
      expect(steps).toMatchObject([{ separation: { type: 48 }, choice: { entryId: 7_000_001, sdr: 15 } }]);
    }, 60_000);
  });

  describe('the catalogue of the service', () => {
    it('is read by the clock: a new price is reported, and stands in the next quote', async () => {
      const { pipeline, upstream } = world();
      upstream.model.algorithms.change(40, { price_coefficient: 6000 });
      await refresh();
      await expect
        .poll(
          async () => catalogueReport.safeParse(await document('reports/catalogue.json')).data?.changed,
          PATIENCE,
        )
        .toMatchObject([{ type: { id: 40 }, changes: ['credits a minute: 1 → 6000'] }]);
      const { job } = await pipeline.separate('uploads/vocals/dear.wav', serviceSong());
      expect(job.credits?.quoted).toBe(10);
      upstream.model.algorithms.reset();
      expect(pipeline.product.cloud.denials()).toEqual([]);
    }, 60_000);
  });
}
