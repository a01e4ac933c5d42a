import { createHash } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { START } from '../../../shared/jobs/sample-job.ts';
import { flac, mp3, opus, wav } from './sample-audio.ts';
import { BUCKET, useInspection } from './use-inspection.ts';

const inspection = useInspection();

describe('audio that can be separated', () => {
  it.each([
    [
      'WAV 16 bit',
      wav(44_100 * 4 * 90),
      { seconds: 90, sampleRate: 44_100, channels: 2, container: 'WAVE' },
      1,
    ],
    [
      'WAV 32 bit mono',
      wav(8_000 * 4 * 3, { channels: 1, sampleRate: 8_000, bits: 32 }),
      { seconds: 3, channels: 1 },
      1,
    ],
    ['FLAC', flac(48_000 * 149), { seconds: 149, sampleRate: 48_000, container: 'FLAC' }, 2],
    ['MP3', mp3(5_000), { sampleRate: 44_100, container: 'MPEG' }, 2],
    ['Ogg Opus', opus(185, 40), { seconds: 185, container: 'Ogg', codec: 'Opus' }, 3],
  ])(
    '%s: length, format, hash and credits stand on the record, and it is queued',
    async (_name, body, audio, credits) => {
      const submitted = await inspection.submit(body);
      const { job, steps, answer } = await inspection.inspect(submitted);
      const sha256 = createHash('sha256').update(body).digest('hex');
      expect(job).toMatchObject({
        state: 'running',
        audio,
        source: { ...submitted.source, sha256 },
        credits: { quoted: credits, reserved: credits, month: '2026-08' },
        inspectedAt: START.toISOString(),
      });
      const { key, etag, bytes } = submitted.source;
      expect(steps).toMatchObject([
        {
          state: 'queued',
          work: 'turn',
          input: { key, etag, bytes, sha256 },
          folder: job.folder,
          credits: { quoted: credits, reserved: credits },
        },
      ]);
      expect(answer).toEqual(['mvsep-drums']);
    },
  );

  it('a WAV that was cut off counts the bytes that are there', async () => {
    const submitted = await inspection.submit(wav(44_100 * 4 * 2, { promisedBytes: 44_100 * 4 * 600 }));
    const { job } = await inspection.inspect(submitted);
    expect(job.audio?.seconds).toBeCloseTo(2, 2);
  });

  it('is inspected once: a repeated step changes nothing but the time of the record', async () => {
    const submitted = await inspection.submit(wav(1_000));
    const first = await inspection.inspect(submitted);
    const again = await inspection.inspect(submitted);
    const { changeId: _one, ...before } = first.job;
    const { changeId: _other, ...after } = again.job;
    expect(after).toEqual(before);
    expect(again.steps).toEqual(first.steps);
    expect(again.answer).toEqual(first.answer);
  });
});

describe('what is no usable audio', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), /empty/],
    ['text', Buffer.from('Dear diary, today I sang. '.repeat(50)), /not audio/],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /not audio/],
    ['zeroes', Buffer.alloc(5_000), /not audio/],
    ['a RIFF that ends after its name', Buffer.from('RIFF\x10\0\0\0WAVE'), /no sound/],
    ['a WAV without channels', wav(1_000, { channels: 0 }), /0 channels/],
    ['a WAV without sound', wav(0), /no sound/],
    ['a WAV at 0 Hz', wav(1_000, { sampleRate: 0 }), /0 Hz/],
    ['a FLAC of unknown length', flac(0), /no sound/],
  ])('%s is refused with a sentence, and nothing is set aside', async (_name, body, reason) => {
    const submitted = await inspection.submit(body);
    await expect(inspection.inspect(submitted)).rejects.toMatchObject({
      name: 'UnusableAudio',
      message: expect.stringMatching(reason),
      charged: 'no',
      retryable: false,
    });
    const { job, steps } = await inspection.jobs.getWhole(submitted.jobId);
    expect(job.credits).toBeUndefined();
    expect(steps[0]).toMatchObject({ state: 'blocked', credits: { reserved: 0 } });
  });

  it('more than 5 GB is refused without a look', async () => {
    const submitted = await inspection.submit(wav(100));
    await inspection.jobs.change(submitted.jobId, {
      at: START,
      set: { source: { ...submitted.source, bytes: 5 * 1024 ** 3 + 1 } },
    });
    await expect(inspection.inspect(submitted)).rejects.toThrow(/larger than 5 GB/);
  });

  it('a song that was replaced is named as such', async () => {
    const submitted = await inspection.submit(wav(1_000));
    const { key: Key } = submitted.source;
    await inspection.deps().s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: wav(2_000) }));
    await expect(inspection.inspect(submitted)).rejects.toMatchObject({ name: 'SourceChanged' });
  });

  it('a separation that needs two files is refused, should one ever get here', async () => {
    const submitted = await inspection.submit(wav(1_000));
    const [step = expect.fail()] = (await inspection.jobs.getWhole(submitted.jobId)).steps;
    const separation = { ...step.separation, type: 68, name: 'Matchering' };
    await inspection.jobs.changeStep(step, { at: START, set: { separation } });
    await expect(inspection.inspect(submitted)).rejects.toMatchObject({ name: 'InvalidSeparation' });
  });
});

describe('a job that ended', () => {
  it.each([
    [{ state: 'cancelled' }, 'JobCancelled'],
    [{ cancelledAt: START.toISOString() }, 'JobCancelled'],
    [{ state: 'failed' }, 'JobEnded'],
    [{ state: 'done' }, 'JobEnded'],
    [{ state: 'deleted' }, 'JobEnded'],
  ] as const)('%j is not looked into', async (set, name) => {
    const submitted = await inspection.submit(wav(1_000));
    await inspection.jobs.change(submitted.jobId, { at: START, set });
    await expect(inspection.inspect(submitted)).rejects.toMatchObject({ name });
    expect((await inspection.jobs.get(submitted.jobId)).inspectedAt).toBeUndefined();
  });
});

describe('the folders of the stems', () => {
  it('belong to one job: others of the same name keep their extension, then get their id', async () => {
    const folderOf = async (key: string) => {
      const submitted = await inspection.submit(wav(400), {}, key);
      return { folder: (await inspection.inspect(submitted)).job.folder, id: submitted.jobId };
    };
    expect((await folderOf('uploads/x/song.wav')).folder).toBe('stems/x/song/mvsep-drums');
    expect((await folderOf('uploads/x/song.mp3')).folder).toBe('stems/x/song.mp3/mvsep-drums');
    expect((await folderOf('uploads/x/song.wav')).folder).toBe('stems/x/song.wav/mvsep-drums');
    const newest = await folderOf('uploads/x/song.wav');
    expect(newest.folder).toBe(`stems/x/song.wav-${newest.id}/mvsep-drums`);
    expect((await folderOf('uploads/x/song.mp3.wav')).folder).toBe('stems/x/song.mp3.wav/mvsep-drums');
  });

  it('of a tree hold one for each step, and no other song may lie in one of those', async () => {
    const tree = await inspection.submit(wav(400), {}, 'uploads/karaoke/live.wav');
    const { job, steps } = await inspection.inspect(tree);
    expect(job.folder).toBe('stems/karaoke/live');
    expect(steps.map(({ folder }) => folder)).toEqual([
      'stems/karaoke/live/voice',
      'stems/karaoke/live/lead-and-back',
      'stems/karaoke/live/dry-lead',
    ]);
    const inThere = await inspection.submit(wav(400), {}, 'uploads/karaoke/live/voice.wav');
    expect((await inspection.inspect(inThere)).job.folder).toBe('stems/karaoke/live/voice.wav');
  });
});
