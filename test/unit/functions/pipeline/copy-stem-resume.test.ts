import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, cut, html } from '../../shared/mvsep/scripted-server.ts';
import { inTurn, STEM, served, sha256, useCopying } from './use-copying.ts';

const copying = useCopying();

const link = () => `${copying.web.url}/storage/drums.wav`;

async function storedHash(answer: Answer, bytes?: number): Promise<string | undefined> {
  copying.web.answer(answer);
  const step = await copying.record([{ url: link(), ...(bytes === undefined ? {} : { bytes }) }]);
  await copying.copy(step);
  const { files } = await copying.jobs.getStep(step);
  const { body } = await copying.stored(`${step.folder}/drums.wav`);
  expect(sha256(body)).toBe(files[0]?.sha256);
  return files[0]?.sha256;
}

function ranges(): (string | undefined)[] {
  return copying.web.seen.map(({ headers }) => headers.range);
}

describe('a download that is cut', () => {
  it('goes on where it was cut, as often as it is, and is stored whole', async () => {
    expect(await storedHash(served(STEM, { cutAfter: 70_000 }))).toBe(sha256(STEM));
    const [first, ...rest] = ranges();
    expect(first).toBeUndefined();
    expect(rest.length).toBeGreaterThanOrEqual(4);
    for (const range of rest) expect(range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(copying.web.seen.at(-1)?.headers['if-range']).toBe('"v1"');
    expect(copying.pauses.every((pause) => pause <= 200)).toBe(true);
  });

  it('goes on before the first byte has reached S3 too', async () => {
    expect(await storedHash(inTurn(served(STEM, { cutAfter: 100 }), served(STEM)))).toBe(sha256(STEM));
  });

  it('names the time of the last change where there is no etag to be sure by', async () => {
    const lastModified = 'Wed, 12 Aug 2026 12:00:00 GMT';
    const headers = { etag: 'W/"weak"', 'last-modified': lastModified };
    expect(await storedHash(served(STEM, { cutAfter: 200_000, headers }))).toBe(sha256(STEM));
    expect(copying.web.seen[1]?.headers['if-range']).toBe(lastModified);
  });

  it('knocks a few times at a server that is down for a moment, with longer and longer pauses', async () => {
    const answer = inTurn(served(STEM, { cutAfter: 100_000 }), cut, html(503), cut, served(STEM));
    expect(await storedHash(answer)).toBe(sha256(STEM));
    expect(copying.pauses).toEqual([200, 400, 800, 1600]);
  });

  it('goes on with a stem whose length only the service told', async () => {
    const answer: Answer = (response, request) => {
      if (request.headers.range !== undefined) return served(STEM)(response, request);
      response.writeHead(200);
      response.write(STEM.subarray(0, 100_000), () => response.socket?.destroy());
    };
    expect(await storedHash(answer, STEM.length)).toBe(sha256(STEM));
  });
});

it('is stored whole wherever and however often it is cut', async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: STEM.length - 1 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(cuts, async (lengths) => {
      const answers = lengths.map((cutAfter) => served(STEM, { cutAfter }));
      expect(await storedHash(inTurn(...answers, served(STEM)))).toBe(sha256(STEM));
    }),
    { numRuns: 12 },
  );
});

describe('a download that cannot go on', () => {
  const OTHER = Buffer.concat([STEM.subarray(0, 44), Buffer.alloc(STEM.length - 44)]);

  it.each<[string, Answer]>([
    ['from a server that knows no ranges', served(STEM, { ignoresRanges: true })],
    ['since the file has another length now', served(Buffer.concat([OTHER, OTHER]))],
    ['since the file is another one now', served(OTHER, { headers: { etag: '"v2"' } })],
    [
      'from where it was cut',
      served(STEM, { headers: { 'content-range': `bytes 0-${STEM.length - 1}/${STEM.length}` } }),
    ],
    [
      'since the server says nothing of the part',
      served(STEM, { headers: { 'content-range': 'bytes */7' } }),
    ],
    ['since the server stays down', cut],
    ['since the server brings nothing new', served(STEM, { cutAfter: 0 })],
  ])('(%s) fails, to be tried from its start, and leaves nothing to be seen', async (_name, second) => {
    copying.web.answer(served(STEM, { cutAfter: 100_000 }), second);
    const step = await copying.record([{ url: link() }]);
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'DownloadFailed', retryable: true });
    expect(await copying.visible(step)).toEqual([]);
    expect(copying.web.seen.length).toBeLessThanOrEqual(7);
    copying.web.answer(served(STEM));
    await copying.copy(step);
    expect(await copying.visible(step)).toEqual(['drums.wav']);
  });

  it('(since S3 would not wait so long) gives up in time', async () => {
    copying.web.answer(served(STEM, { cutAfter: 100_000 }), cut);
    let milliseconds = 0;
    const step = await copying.record([{ url: link() }]);
    const copied = copying.copy(step, 0, {
      clock: () => milliseconds,
      pause: async () => {
        milliseconds += 9_000;
      },
    });
    await expect(copied).rejects.toMatchObject({ name: 'DownloadFailed' });
    expect(copying.web.seen).toHaveLength(2);
  });
});
