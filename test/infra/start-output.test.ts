import { describe, expect, it } from 'vitest';
import { describeProgress } from '../../infra/start/describe-progress.ts';
import { resultsTable } from '../../infra/start/results-table.ts';
import { stepFolder } from '../../infra/start/step-folder.ts';
import type { Job } from '../../shared/jobs/job.ts';
import type { WholeJob } from '../../shared/jobs/job-table.ts';
import type { Step } from '../../shared/jobs/step.ts';
import { stepName } from '../../shared/jobs/step-name.ts';
import { createMvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import { START, sampleJob, sampleStep } from '../unit/shared/jobs/sample-job.ts';

/** Nothing listens there: no phrase of this file asks the engine. */
const mvsep = createMvsepClient({ baseUrl: 'http://127.0.0.1:9' });
const FOUR = stepName.parse('four');
const KIT = stepName.parse('kit');

const file = (stem: string, folder: string) => ({
  stem,
  key: `${folder}/${stem}.wav`,
  bytes: 12_300_000,
  sha256: 'a'.repeat(64),
  etag: 'e1',
  contentType: 'audio/wav',
});
const failure = {
  error: 'SeparationFailed',
  reason: 'The service could not separate it.',
  charged: 'no' as const,
  at: START.toISOString(),
  phase: 'waiting',
};

function oneStep(job: Partial<Job>, step: Partial<Step> = {}): WholeJob {
  const record = sampleJob(job);
  return { job: record, steps: [sampleStep(record, step)] };
}

/** Four stems of the song, and the kit of its drums. */
function tree(job: Partial<Job>, four: Partial<Step>, kit: Partial<Step>): WholeJob {
  const record = sampleJob({ steps: [FOUR, KIT], ...job });
  const first = sampleStep(record, { step: FOUR, index: 0, ...four });
  const second = sampleStep(record, { step: KIT, index: 1, parent: { step: FOUR, stem: 'drums' }, ...kit });
  return { job: record, steps: [first, second] };
}

const done = (folder: string, ...stems: string[]): Partial<Step> => ({
  state: 'done',
  files: Object.fromEntries(stems.map((stem, index) => [String(index), file(stem, folder)])),
});

describe('describeProgress', () => {
  it.each<[string, WholeJob | undefined, string]>([
    ['a song whose event is on its way', undefined, 'uploaded'],
    ['a new job', oneStep({}), 'looking at the file'],
    ['a job over the budget', oneStep({ state: 'over-budget' }), 'waits for credits'],
    ['a queued step', oneStep({ state: 'running' }, { state: 'queued' }), 'waiting for its turn'],
    [
      'a step that is handed over',
      oneStep({ state: 'running', audio: { seconds: 61.7 } }, { state: 'creating' }),
      'handing over 62 seconds of audio',
    ],
    ['a finished job', oneStep({ state: 'done' }, done('x', 'vocals', 'other')), 'done, 2 stems'],
    [
      'a job that cost nothing',
      oneStep(
        { state: 'done' },
        { ...done('x', 'vocals'), cachedFrom: { jobId: sampleJob().jobId, step: FOUR } },
      ),
      'done, 1 stem, from an earlier job, no credits',
    ],
    ['a failed job', oneStep({ state: 'failed', failure }), `failed: ${failure.reason}`],
    ['a cancelled job', oneStep({ state: 'cancelled' }), 'cancelled'],
    [
      'a tree under way',
      tree({ state: 'running' }, { state: 'queued' }, { state: 'blocked' }),
      '0 of 2 done; four: waiting for its turn',
    ],
    [
      'a tree of which a branch failed',
      tree({ state: 'partial' }, done('x', 'drums'), { state: 'failed', failure }),
      `partly done, 1 stem; kit failed: ${failure.reason}`,
    ],
  ])('says how far %s is', async (_, whole, phrase) => {
    expect(await describeProgress(mvsep, whole)).toContain(phrase);
  });
});

/** Separated in this run. */
const NOW = { isFromBefore: false };

describe('resultsTable', () => {
  it('names the files of one separation right in the folder of the song', () => {
    const whole = oneStep({ state: 'done' }, done('stems/a/mvsep-drums', 'drums'));
    expect(resultsTable([{ ...NOW, song: 'a.wav', whole, folder: 'stems/a' }])).toBe(
      'song   stem   size     file\na.wav  drums  12.3 MB  stems/a/drums.wav\n',
    );
  });

  it('names the separation of each file of a tree, and says why another failed', () => {
    const whole = tree({ state: 'partial' }, done('stems/a/four', 'drums'), { state: 'failed', failure });
    const lines = resultsTable([{ ...NOW, song: 'a.wav', whole, folder: 'out/a' }]).split('\n');
    expect(lines[1]).toMatch(/^a\.wav {2}four: drums +12\.3 MB {2}out\/a\/four\/drums\.wav$/);
    expect(lines[2]).toMatch(/^a\.wav {2}kit: failed +The service could not separate it\.$/);
  });

  it('says of a copied stem that it cost nothing, and of a job without steps why it failed', () => {
    const cachedFrom = { jobId: sampleJob().jobId, step: FOUR };
    const cached = oneStep({ state: 'done' }, { ...done('x', 'drums'), cachedFrom });
    const refused = { job: sampleJob({ state: 'failed', steps: [], failure }), steps: [] };
    const table = resultsTable([
      { ...NOW, song: 'a.wav', whole: cached, folder: 'out' },
      { ...NOW, song: 'b.wav', whole: refused, folder: undefined },
    ]);
    expect(table).toContain('drums.wav  (from an earlier job, no credits)');
    expect(table).toMatch(/b\.wav +failed +The service could not separate it\./);
  });

  it('says of stems that an earlier run left that they cost nothing now', () => {
    const whole = oneStep({ state: 'done' }, done('x', 'drums'));
    expect(resultsTable([{ song: 'a.wav', isFromBefore: true, whole, folder: 'out' }])).toContain(
      'drums.wav  (from an earlier run, no credits)',
    );
  });
});

describe('stepFolder', () => {
  it('is that of the song for its only separation, and one of its own in a tree', () => {
    expect(stepFolder(oneStep({}), FOUR, 'out/song')).toBe('out/song');
    expect(stepFolder(tree({}, {}, {}), KIT, 'out/song')).toBe('out/song/kit');
  });
});
