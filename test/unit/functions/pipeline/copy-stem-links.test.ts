import { beforeEach, describe, expect, it } from 'vitest';
import { type Answer, cut, html, json } from '../../shared/mvsep/scripted-server.ts';
import { doneAt, routed, STEM, served, useCopying } from './use-copying.ts';

const copying = useCopying();
let old: string;
let fresh: string;
let mirror: string;
beforeEach(() => {
  [old = '', fresh = '', mirror = ''] = ['old', 'fresh', 'mirror'].map(
    (name) => `${copying.web.url}/storage/${name}.wav`,
  );
});

/** Serves the stem under one link; the others answer as given. */
function only(live: () => string, others: Answer): Answer {
  return (response, request) => {
    const isLive = live().endsWith(request.url);
    return (isLive ? served(STEM) : others)(response, request);
  };
}

function gets(): string[] {
  return copying.web.seen.flatMap(({ url }) => (url.startsWith('/api/') ? [url] : []));
}

async function later(seconds: number): Promise<void> {
  copying.time.now = new Date(copying.time.now.getTime() + seconds * 1000);
}

describe('a link that has expired', () => {
  it.each([401, 403, 404, 410])('(HTTP %i) is replaced by a fresh one, on the record too', async (status) => {
    copying.web.answer(
      routed(
        (response, request) =>
          doneAt([
            { type: 'Drums', url: fresh },
            { type: 'Other', url: `${fresh}?2` },
          ])(response, request),
        only(() => fresh, html(status)),
      ),
    );
    const step = await copying.record([{ url: old }, { stem: 'other', url: old }]);
    await copying.copy(step);
    expect(await copying.visible(step)).toEqual(['drums.wav']);
    const { result } = await copying.jobs.getStep(step);
    expect(result).toMatchObject({
      stems: [
        { stem: 'drums', url: fresh },
        { stem: 'other', url: `${fresh}?2`, key: `${step.folder}/other.wav` },
      ],
    });
    expect(gets()).toHaveLength(1);
    expect(gets()[0]).not.toContain('api_token');
  });

  it('is replaced too when it answers a page with status 200', async () => {
    copying.web.answer(
      routed(
        (...given) => doneAt([{ type: 'Drums', url: fresh }])(...given),
        only(() => fresh, html(200)),
      ),
    );
    const step = await copying.record([{ url: old }]);
    await copying.copy(step);
    expect(await copying.visible(step)).toEqual(['drums.wav']);
  });

  it('is found under the name of its stem when the service lists the stems in another order', async () => {
    const files = () => [
      { type: 'Other', url: `${copying.web.url}/storage/nothing.wav` },
      { type: 'Drums', url: fresh },
    ];
    copying.web.answer(
      routed(
        (...given) => doneAt(files())(...given),
        only(() => fresh, html(404)),
      ),
    );
    const step = await copying.record([{ url: old }, { stem: 'other', url: old }]);
    await copying.copy(step);
    expect(await copying.visible(step)).toEqual(['drums.wav']);
  });

  it('is taken from the record when another copy has asked for new ones meanwhile', async () => {
    const step = await copying.record([{ url: old }]);
    const stems =
      step.result?.kind === 'done' ? step.result.stems.map((stem) => ({ ...stem, url: fresh })) : [];
    copying.web.answer((response, request) => {
      if (fresh.endsWith(request.url)) return served(STEM)(response, request);
      void copying.jobs
        .changeStep(step, { at: copying.time.now, set: { result: { kind: 'done', stems } } })
        .then(() => html(404)(response, request));
    });
    await copying.copy(step);
    expect(gets()).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['the separation is gone', json({ success: false, data: { message: 'not found' } })],
    ['the service is down', html(502)],
    ['the service lists other stems', doneAt([{ type: 'Cello', url: 'https://mvsep.test/cello.wav' }])],
  ])('fails, to be tried again, when %s', async (_name, get) => {
    copying.web.answer(routed(get, html(404)));
    const step = await copying.record([{ url: old }]);
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'DownloadFailed', retryable: true });
    expect(gets()).toHaveLength(1);
    expect(await copying.visible(step)).toEqual([]);
  });

  it('is not believed when it leads to a private address', async () => {
    copying.web.answer(
      routed(doneAt([{ type: 'Drums', url: 'http://169.254.169.254/drums.wav' }]), html(404)),
    );
    const step = await copying.record([{ url: old }]);
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'DownloadRefused' });
  });
});

describe('a link that does not answer', () => {
  it('is tried again first, and replaced when it keeps failing', async () => {
    copying.web.answer(
      routed(
        (...given) => doneAt([{ type: 'Drums', url: fresh }])(...given),
        only(() => fresh, cut),
      ),
    );
    const step = await copying.record([{ url: old }]);
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'DownloadFailed' });
    expect(gets()).toEqual([]);
    await later(120);
    await copying.copy(step);
    expect(gets()).toHaveLength(1);
    expect((await copying.jobs.getStep(step)).downloadFailingSince).toBeUndefined();
  });
});

describe('the mirror, which costs a credit', () => {
  const byMirror = (get: Answer): Answer =>
    routed(
      (response, request) =>
        (request.url.includes('mirror=1') ? get : doneAt([{ type: 'Drums', url: fresh }]))(response, request),
      only(() => mirror, html(404)),
    );
  const given: Answer = (...answering) => doneAt([{ type: 'Drums', url: mirror }])(...answering);

  async function failFor(seconds: number, payForMirrors = true) {
    const step = await copying.record([{ url: old }], { credits: { quoted: 4, reserved: 4 } });
    await expect(copying.copy(step, 0, { payForMirrors })).rejects.toMatchObject({ name: 'DownloadFailed' });
    await later(seconds);
    return step;
  }

  it('is bought when fresh links keep failing, and stands on the record', async () => {
    copying.web.answer(byMirror(given));
    const step = await failFor(600);
    await copying.copy(step, 0, { payForMirrors: true });
    expect(await copying.visible(step)).toEqual(['drums.wav']);
    const { credits, events } = await copying.jobs.getStep(step);
    expect(credits).toEqual({ quoted: 4, reserved: 4, mirror: 1 });
    expect(events.map(({ what }) => what)).toContain('mirror asked for');
    expect(gets().filter((url) => url.includes('mirror=1'))).toHaveLength(1);
  });

  it('is not bought before that, nor when the settings do not allow it', async () => {
    copying.web.answer(byMirror(given));
    const early = await failFor(599);
    await expect(copying.copy(early, 0, { payForMirrors: true })).rejects.toMatchObject({
      name: 'DownloadFailed',
    });
    const forbidden = await failFor(9_999, false);
    await expect(copying.copy(forbidden)).rejects.toMatchObject({ name: 'DownloadFailed' });
    expect(gets().join()).not.toContain('mirror=1');
  });

  it('is asked for once, by however many copies at the same time', async () => {
    copying.web.answer(byMirror(given));
    const step = await failFor(600);
    const all = await Promise.allSettled(
      [1, 2, 3, 4].map(() => copying.copy(step, 0, { payForMirrors: true })),
    );
    expect(all.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(gets().filter((url) => url.includes('mirror=1'))).toHaveLength(1);
  });

  it.each<[string, Answer, number | undefined]>([
    ['lost', cut, 1],
    ['an error page', html(500), 1],
    ['a refusal, for too few credits', json({ success: false, errors: ['Not enough credits'] }, 400), 0],
    ['a request to wait', json({ success: false }, 429), undefined],
  ])('is not paid for twice when its answer is %s', async (_name, answer, mark) => {
    copying.web.answer(byMirror(answer));
    const step = await failFor(600);
    await expect(copying.copy(step, 0, { payForMirrors: true })).rejects.toMatchObject({
      name: 'DownloadFailed',
    });
    expect((await copying.jobs.getStep(step)).credits.mirror).toBe(mark);
    await copying.copy(step, 0, { payForMirrors: true }).catch(() => undefined);
    expect(gets().filter((url) => url.includes('mirror=1'))).toHaveLength(mark === undefined ? 2 : 1);
  });
});
