import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createJobs } from '../../../shared/api/operations/create-jobs.ts';
import { createQuote } from '../../../shared/api/operations/create-quote.ts';
import { describeApi } from '../../../shared/api/operations/describe-api.ts';
import { listJobs } from '../../../shared/api/operations/list-jobs.ts';
import { listOutputs } from '../../../shared/api/operations/list-outputs.ts';
import { listRecipes } from '../../../shared/api/operations/list-recipes.ts';
import { listSeparationTypes } from '../../../shared/api/operations/list-separation-types.ts';
import { showAccount } from '../../../shared/api/operations/show-account.ts';
import { showJob } from '../../../shared/api/operations/show-job.ts';
import { OPERATIONS } from '../../../shared/api/operations.ts';
import { type JobId, jobId } from '../../../shared/jobs/job-id.ts';
import { chooseOffers } from '../../../shared/separators/offers/choose-offers.ts';
import { freshSong } from '../fresh-song.ts';
import { ApiClient } from './api-client.ts';
import type { JobsApiWorld } from './jobs-api-world.ts';

/** Two separations of the Engine, the second of a stem of the first. */
const TWO_STEPS = {
  separations: [
    {
      name: 'drums',
      type: 'mvsep-drums',
      // biome-ignore lint/suspicious/noThenProperty: the word of the document; a list is no promise.
      then: [{ of: 'other', name: 'center', type: 'phantom-centre-extraction' }],
    },
  ],
};
const SECONDS = 70;

/** What callers see who only look. */
export function reading(world: () => JobsApiWorld): void {
  describe('a key that may only look', () => {
    const songs = ['incoming/carol/01/One Söng.wav', 'incoming/carol/02/two.wav'];
    let ids: JobId[] = [];
    let quoted = 0;
    let looking = new ApiClient('http://nowhere.invalid');

    beforeAll(async () => {
      const { pipeline } = world();
      looking = await world().client('carol', { scope: 'read' });
      await Promise.all(
        songs.map((key, index) => pipeline.upload(key, freshSong(index === 0 ? SECONDS : 2))),
      );
      const asked = { body: { key: songs[0], recipe: TWO_STEPS } };
      quoted = (await looking.ask(createQuote, asked)).credits;
      const carol = await world().client('carol');
      const made = await carol.ask(createJobs, {
        body: { jobs: [{ source: { key: songs[0] }, recipe: TWO_STEPS }, { source: { key: songs[1] } }] },
      });
      ids = made.jobs.map(({ id }) => jobId.parse(id));
      // By the clocks: two that begin at once may find that the plan of the account is just being asked.
      for (const id of ids) expect((await pipeline.endedByClocks(id)).failure?.reason).toBeUndefined();
    }, 60_000);

    it('lists the jobs of its owner, page by page and by filter, and nobody else does', async () => {
      const ofPage = async (query: Record<string, string | number>) => {
        const { jobs, cursor } = await looking.ask(listJobs, { query });
        return { ids: jobs.map(({ id }) => id), cursor };
      };
      const whole = await ofPage({});
      expect([...whole.ids].sort()).toEqual([...ids].sort());
      const first = await ofPage({ limit: 1 });
      const second = await ofPage({ limit: 1, cursor: first.cursor ?? '' });
      expect([...first.ids, ...second.ids]).toEqual(whole.ids);
      expect((await ofPage({ text: 'SÖNG' })).ids).toEqual([ids[0]]);
      expect((await ofPage({ state: 'done' })).ids).toEqual(whole.ids);
      expect((await ofPage({ state: 'failed' })).ids).toEqual([]);
      const all = await world().client('operator', { scope: 'read', sees: 'all' });
      const seen = await all.ask(listJobs, { query: { text: 'incoming/carol/', state: 'done', limit: 200 } });
      expect(seen.jobs.map(({ id, owner }) => [id, owner])).toEqual(whole.ids.map((id) => [id, 'carol']));

      const stranger = await world().client('stranger', { scope: 'read' });
      for (const cursor of [undefined, first.cursor]) {
        const query = cursor === undefined ? {} : { cursor };
        expect(await stranger.ask(listJobs, { query })).toEqual({ jobs: [] });
      }
      expect(await looking.refusal(listJobs, { query: { cursor: 'here' } })).toMatchObject({
        status: 400,
        type: expect.stringMatching(/invalid-cursor$/),
      });
      expect(await looking.refusal(listJobs, { query: { limit: 0, stat: 'done' } })).toMatchObject({
        status: 400,
        errors: expect.arrayContaining([expect.objectContaining({ pointer: 'limit' })]),
      });
    });

    it('shows a job and downloads all that became of it, byte for byte', async () => {
      const about = { parameters: { jobId: String(ids[0]) } };
      const { steps, ...job } = await looking.ask(showJob, about);
      expect(job).toMatchObject({ state: 'done', owner: 'carol', song: { seconds: SECONDS } });
      const { state, outputs } = await looking.ask(listOutputs, about);
      expect(state).toBe('done');
      expect(outputs.map(({ key }) => key)).toEqual([
        ...steps.flatMap(({ files }) => files.map(({ key }) => key)),
        job.manifestKey,
      ]);
      expect(outputs.at(-1)).toMatchObject({ kind: 'manifest', fileName: 'One Söng - manifest.json' });
      for (const { url, bytes, sha256, contentType, fileName } of outputs) {
        const answer = await fetch(url);
        const body = Buffer.from(await answer.arrayBuffer());
        expect([answer.status, body.length]).toEqual([200, bytes]);
        expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
        expect(answer.headers.get('content-type')).toBe(contentType);
        expect(answer.headers.get('content-disposition')).toContain(
          `filename*=UTF-8''${encodeURIComponent(fileName)}`,
        );
      }
      const [{ url = '', key = '' } = {}] = outputs;
      expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
      expect((await fetch(url.replace('/stems/', '/incoming/'))).status).toBe(403);
      expect(await world().pipeline.keys(key)).toEqual([key]);
      for (const operation of [showJob, listOutputs]) {
        const stranger = await world().client('stranger');
        expect(await stranger.refusal(operation, about)).toMatchObject({ status: 404 });
      }
    });

    it('is quoted what the job is then charged', async () => {
      const [id = expect.fail()] = ids;
      expect(quoted).toBeGreaterThan(1);
      const shown = async () => looking.ask(showJob, { parameters: { jobId: id } });
      const settled = async () => {
        await world().pipeline.hurry('settle');
        return (await shown()).credits;
      };
      await expect
        .poll(settled, { timeout: 20_000, interval: 500 })
        .toMatchObject({ quoted, charged: quoted, reserved: 0 });
      const { steps } = await shown();
      const bySeconds = await looking.ask(createQuote, { body: { seconds: SECONDS, recipe: TWO_STEPS } });
      expect(bySeconds).toMatchObject({ seconds: SECONDS, credits: quoted, unknown: [] });
      expect(bySeconds.steps.map((step) => step.credits)).toEqual(steps.map((step) => step.credits.charged));
      expect(bySeconds.steps.map(({ of }) => of)).toEqual([undefined, { step: 'drums', stem: 'other' }]);
      const before = await looking.ask(listJobs, {});
      expect(before.jobs).toHaveLength(2);
    });

    it('is refused a quote for what cannot be', async () => {
      const wrong = [
        [{ key: songs[0], recipe: 'vocal' }, '/recipe'],
        [{ key: 'incoming/ada/0123/song.wav' }, '/key'],
        [
          { seconds: 10, separation: { type: 40, options: { add_opt1: 'x' } } },
          '/separation/options/add_opt1',
        ],
      ] as const;
      for (const [body, pointer] of wrong) {
        expect(await looking.refusal(createQuote, { body })).toMatchObject({
          status: 422,
          errors: [{ pointer }],
        });
      }
      for (const body of [
        {},
        { seconds: 1, key: 'x' },
        { seconds: -1 },
        { seconds: 1, recipe: 'a', separation: { type: 1 } },
      ]) {
        expect(await looking.refusal(createQuote, { body })).toMatchObject({ status: 400 });
      }
    });

    it('sees recipes, types and the account', async () => {
      const { pipeline } = world();
      const written =
        '{ "recipes": { "mine": { "separations": [{ "type": 44 }] }, "vocals": { "separations": 1 } } }';
      await pipeline.upload('recipes.json', Buffer.from(written));
      const { recipes, problems } = await looking.ask(listRecipes);
      const shown = Object.fromEntries(recipes.map(({ name, from, isUsable }) => [name, [from, isUsable]]));
      expect(shown).toMatchObject({
        mine: ['own', true],
        vocals: ['own', false],
        karaoke: ['built-in', true],
      });
      expect(problems).toMatchObject([{ line: 1, path: 'recipes.vocals.separations' }]);
      await pipeline.upload('recipes.json', Buffer.from('{ "recipes": {} }'));

      const { types } = await looking.ask(listSeparationTypes, { query: { stem: 'drums' } });
      expect(types.find(({ id }) => id === 44)).toMatchObject({ slug: 'mvsep-drums', isActive: true });
      const all = await looking.ask(listSeparationTypes);
      const active = all.types.filter(({ isActive }) => isActive).map(({ id }) => id);
      const offers = chooseOffers({ substitutes: true, approximate: false });
      expect(active.sort()).toEqual([...new Set(offers.map(({ sepType }) => sepType))].sort());

      const account = await looking.ask(showAccount);
      expect(account.service).toMatchObject({
        isPremium: expect.any(Boolean),
        queue: { inProcess: expect.any(Number) },
      });
      expect(account.month.charged).toBeGreaterThanOrEqual(quoted);
      expect(account.jobs).toMatchObject({ submitted: 0, running: 0 });
      expect(JSON.stringify(account)).not.toMatch(/@|token/i);
    });

    it('may not change anything', async () => {
      for (const operation of OPERATIONS.filter(({ scope }) => scope === 'write')) {
        const asked = { parameters: { jobId: String(ids[1]) }, body: {} };
        const { status, type } = await looking.refusal(
          operation,
          operation.method === 'DELETE' ? { parameters: asked.parameters } : asked,
        );
        expect([operation.id, status, type]).toEqual([
          operation.id,
          403,
          expect.stringMatching(/scope-too-narrow$/),
        ]);
      }
    });
  });

  describe('the description of the API', () => {
    it('is there without a key, and names this deployment', async () => {
      const anyone = new ApiClient(world().url);
      const described = z
        .object({ servers: z.array(z.object({ url: z.string() })), paths: z.record(z.string(), z.unknown()) })
        .parse(await anyone.ask(describeApi));
      expect(described.servers.map(({ url }) => url)).toEqual([world().url]);
      expect(Object.keys(described.paths)).toEqual([...new Set(OPERATIONS.map(({ path }) => path))]);
      expect(await anyone.refusal(listJobs)).toMatchObject({ status: 401 });
    });
  });
}
