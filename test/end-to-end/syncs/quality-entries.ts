import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { killFunction } from './kill-function.ts';
import type { SyncsWorld } from './syncs-world.ts';

const SIDECAR = '{ "algorithm": "Mine", "description": "Made by a test.", "password": "secret of a test" }';
const PATIENCE = { timeout: 60_000, interval: 200 };

const shown = z.looseObject({ state: z.string(), summary: z.string(), submissionId: z.string().optional() });

/** Zips for the quality checker as they are deployed: rule, workflow, functions with their grants. */
export function qualityEntries(world: () => SyncsWorld): void {
  const desk = () => world().upstream.model.desk;

  async function put(key: string, body: string): Promise<void> {
    const { s3, product } = world().pipeline;
    await s3.send(new PutObjectCommand({ Bucket: product.bucket, Key: key, Body: body }));
  }

  async function read(key: string): Promise<unknown> {
    try {
      return JSON.parse((await world().pipeline.object(key)).toString());
    } catch {
      return undefined; // Not written yet.
    }
  }

  /** What is shown of a zip in the end. */
  async function ended(name: string) {
    const result = async () =>
      shown.safeParse(await read(`quality-checker-results/multisong/${name}.json`)).data;
    await expect.poll(async () => (await result())?.state, PATIENCE).toMatch(/scored|refused|failed/);
    const { state, summary, submissionId = '' } = (await result()) ?? {};
    return { state, summary, submissionId, taken: desk().marked(`[${submissionId}]`) };
  }

  describe('a zip for the quality checker', () => {
    beforeEach(() => {
      world().upstream.model.boards.entries.clear();
      desk().looksToJudge = 1;
    });
    afterEach(() => world().upstream.heal());

    it('is sent once, by a link to its bytes, and its scores are in the bucket and on the command line', async () => {
      await put('quality-checker/multisong/me/plain.zip', 'zip');
      await put('quality-checker/multisong/me/plain.zip.mvsep.json', SIDECAR);
      const { state, summary, submissionId, taken } = await ended('me/plain');
      expect(state, summary).toBe('scored');
      expect(taken).toEqual([expect.objectContaining({ datasetType: 1, password: 'secret of a test' })]);
      expect(await (await fetch(taken[0]?.url ?? '')).text()).toBe('zip');
      expect(await world().pipeline.command('entries', submissionId)).toMatch(/has its scores.*vocals/);
    });

    it('is sent once although the answer is cut off, with its sidecar file first', async () => {
      world().upstream.faults = (kind) => (kind === 'quality-add' ? { kind: 'cut-after' } : undefined);
      await put('quality-checker/multisong/cut.zip.mvsep.json', SIDECAR);
      await put('quality-checker/multisong/cut.zip', 'zip that is cut');
      const { state, summary, taken } = await ended('cut');
      expect(state, summary).toBe('scored');
      expect(taken).toHaveLength(1);
    });

    it('is sent once although the function is killed that sends it', async () => {
      const before = desk().handedIn.length;
      world().upstream.faults = (kind) =>
        kind === 'quality-add' ? { kind: 'slow', milliseconds: 30_000 } : undefined;
      await put('quality-checker/multisong/killed.zip', 'zip of the killed');
      await put('quality-checker/multisong/killed.zip.mvsep.json', SIDECAR);
      await expect.poll(() => desk().handedIn.length, PATIENCE).toBe(before + 1);
      expect(killFunction(world().pipeline.product.cloud, 'SubmitEntry')).toBeGreaterThan(0);
      const { state, summary, taken } = await ended('killed');
      expect(state, summary).toBe('scored');
      expect(taken).toHaveLength(1);
    });

    it('is not sent with a wrong sidecar file, whose report says where', async () => {
      await put('quality-checker/multisong/wrong.zip', 'zip');
      await put(
        'quality-checker/multisong/wrong.zip.mvsep.json',
        '{\n  "algorithm": 7,\n  "description": "x"\n}',
      );
      await expect
        .poll(() => read('reports/quality-checker/multisong/wrong.json'), PATIENCE)
        .toMatchObject({ valid: false, problems: [{ line: 2, column: 16 }] });
      await expect
        .poll(() => read('quality-checker-results/multisong/wrong.json'), PATIENCE)
        .toMatchObject({ state: 'unusable' });
    });
  });
}
