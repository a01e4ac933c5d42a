import { describe, expect, it } from 'vitest';
import { resultStems } from '../../../../../shared/jobs/result-stems.ts';
import { separationFiles } from '../../../../../shared/mvsep/contract/separation-file.ts';
import { sampleJob, sampleStep } from '../../jobs/sample-job.ts';

/** Limit of DynamoDB for one item. */
const MAXIMUM_ITEM_BYTES = 400 * 1024;

describe('the files of a finished separation', () => {
  it('fit on the record of their step, even as many and as long as can be', () => {
    const url = `https://x/${'a'.repeat(990)}`;
    const files = separationFiles.parse(
      Array(100).fill({ url, type: 'v'.repeat(100), bytes: 4_000_000_000 }),
    );
    // Folder, stem and extension together are as long as a key may be.
    const step = sampleStep(sampleJob(), { folder: 'f'.repeat(978) });
    const stems = resultStems(step, files ?? []);
    expect(stems).toHaveLength(100);
    const stored = stems.map(({ stem, key, bytes, contentType }) => ({
      stem,
      key,
      bytes,
      contentType,
      sha256: '0'.repeat(64),
    }));
    const events = stems.map(() => ({
      at: '2026-01-01T00:00:00.000Z',
      what: 'stem stored',
      detail: `${'v'.repeat(40)}, 4000000000 bytes`,
    }));
    const bytes = JSON.stringify({ ...step, result: { kind: 'done', stems }, files: stored, events }).length;
    // The rest of a step's story takes some 30 KB at most.
    expect(bytes).toBeLessThan(MAXIMUM_ITEM_BYTES - 30 * 1024);
  });

  it('are refused when they would not', () => {
    const file = { url: 'https://x/a.wav' };
    expect(separationFiles.safeParse(Array(101).fill(file)).success).toBe(false);
    expect(separationFiles.safeParse([{ url: `https://x/${'é'.repeat(50_000)}` }]).success).toBe(false);
    expect(separationFiles.safeParse(Array(100).fill(file)).success).toBe(true);
  });
});
