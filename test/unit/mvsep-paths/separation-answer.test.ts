import { describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/jobs/job.ts';
import { jobId } from '../../../shared/jobs/job-id.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { historyItem } from '../../../shared/mvsep/contract/history-item.ts';
import { separationHash } from '../../../shared/mvsep/contract/separation-hash.ts';
import { separationReply } from '../../../shared/mvsep/contract/separation-reply.ts';
import { historyLine } from '../../../shared/mvsep-paths/client-history.ts';
import { separationAnswer } from '../../../shared/mvsep-paths/separation-answer.ts';
import { runningJob, sampleStep } from '../shared/jobs/sample-job.ts';

const HASH = '20260812120000-0123456789-my-song.wav';
const ID = jobId.parse('0f1e2d3c4b5a69788796a5b4c3d2e1f0');
const AT = '2026-08-12T12:00:25.000Z';
const failure = {
  error: 'X',
  reason: 'The song is no audio.',
  charged: 'no',
  at: AT,
  phase: 'submitted',
} as const;

function whole(job: Partial<Job>, step: Partial<Step> = {}) {
  const record = runningJob({ jobId: ID, clientHash: separationHash.parse(HASH), ...job });
  return { job: record, steps: [sampleStep(record, step)] };
}

const progress = (status: string, more: object = {}) => ({
  state: 'waiting' as const,
  progress: { status, at: AT, ...more },
});
const link = { url: 'https://example.com/a.mp3', service: 'direct' } as const;

describe('what get answers of a job', () => {
  it.each([
    ['is submitted', { state: 'submitted' }, {}, { status: 'waiting' }],
    ['is fetched', { state: 'submitted', link }, {}, { status: 'waiting', data: { message: /downloaded/ } }],
    ['waits for credits', { state: 'over-budget' }, {}, { status: 'waiting', data: { message: /credits/ } }],
    ['waits for its turn', {}, { state: 'queued' }, { status: 'waiting' }],
    ['is handed over', {}, { state: 'creating' }, { status: 'waiting' }],
    [
      'waits at the service',
      {},
      progress('waiting', { position: 3, queueLength: 12 }),
      { status: 'waiting', data: { queue_count: 12, current_order: 3 } },
    ],
    ['is not known there yet', {}, progress('not-ready'), { status: 'waiting' }],
    ['runs', {}, progress('processing'), { status: 'processing' }],
    [
      'runs in parts',
      {},
      progress('distributing', { finishedChunks: 2, allChunks: 7 }),
      { status: 'distributing', data: { finished_chunks: 2, all_chunks: 7 } },
    ],
    ['is joined', {}, progress('merging'), { status: 'merging' }],
    ['is done there, without links', {}, progress('links-pending'), { status: 'merging' }],
    ['is copied', {}, { state: 'copying' }, { status: 'merging' }],
    ['has its stems and no manifest', {}, { state: 'done' }, { status: 'merging' }],
    ['failed', { state: 'failed', failure }, {}, { status: 'failed', data: { message: /no audio/ } }],
    ['was cancelled', { state: 'cancelled' }, {}, { status: 'not_found' }],
    ['was deleted', { state: 'deleted' }, {}, { status: 'not_found' }],
  ] as const)('that %s', (_, job, step, expected) => {
    const answer = separationReply.parse(separationAnswer(whole(job, step), 'https://jobs.example'));
    const { message, ...data } = { message: /./, ...('data' in expected ? expected.data : {}) };
    expect(answer).toMatchObject({
      status: expected.status,
      data: { ...data, message: expect.stringMatching(message) },
    });
  });

  it('that is done: every stem with a link under its own address, in order', () => {
    const stored = (stem: string, bytes: number) => ({
      stem,
      key: `stems/a/${stem}.wav`,
      bytes,
      sha256: '0',
      etag: 'e',
      contentType: 'audio/wav',
    });
    const files = { 1: stored('other', 2_000_000), 0: stored('drums', 6_123_456) };
    const done = whole({ state: 'done', endedAt: AT }, { state: 'done', files });
    const answer = separationReply.parse(separationAnswer(done, 'https://jobs.example'));
    const storage = 'https://jobs.example/storage';
    expect(answer).toMatchObject({
      status: 'done',
      data: {
        hash: HASH,
        algorithm: 'MVSep Drums (drums, other)',
        output_format: 'wav (uncompressed, 16 bit)',
        date: '2026-08-12 12:00:25',
        input_file: { url: `${storage}/temp/${HASH}`, download: 'my-song.wav' },
        files: [
          {
            type: 'Drums',
            url: `${storage}/processed/20260812120000-0123456789-my-song_drums.wav`,
            size: '5.84 MB',
            bytes: 6_123_456,
            download: '20260812120000-0123456789-my-song_drums.wav',
          },
          { type: 'Other' },
        ],
      },
    });
  });
});

describe('a line of the history', () => {
  it.each([
    ['what was charged', {}, { credits: { charged: 3, quoted: 9, reserved: 0 } }, 3],
    ['what was quoted until that is known', {}, { credits: { quoted: 9, reserved: 0 } }, 9],
    [
      'nothing for a result of the cache',
      {},
      { cachedFrom: { jobId: runningJob().jobId, step: sampleStep(runningJob()).step } },
      0,
    ],
    ['nothing for a failure that cost nothing', { state: 'failed', failure }, {}, 0],
    ['no credits of what was cancelled', { state: 'cancelled' }, {}, null],
  ] as const)('tells %s', (_, job, step, credits) => {
    const line = historyItem.parse(historyLine(whole(job, step)));
    expect(line).toMatchObject({
      hash: HASH,
      credits,
      job_exists: credits !== null,
      algorithm: { render_id: 44 },
    });
    expect(line.time_left > 0).toBe(line.job_exists);
  });
});
