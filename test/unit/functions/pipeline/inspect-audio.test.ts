import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectAudio } from '../../../../functions/pipeline/inspect-audio/inspect-audio.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { START, sampleJob } from '../../shared/jobs/sample-job.ts';
import { startObjectServer } from './object-server.ts';

let jobs: JobTableServer;
let bucket: Awaited<ReturnType<typeof startObjectServer>>;
beforeAll(async () => {
  [jobs, bucket] = await Promise.all([startJobTableServer(), startObjectServer()]);
});
afterAll(async () => {
  jobs.stop();
  await bucket.stop();
});
beforeEach(() => {
  bucket.reads.length = 0;
});

interface WavShape {
  channels?: number;
  sampleRate?: number;
  bits?: number;
  /** What the header says, when it is not the truth. */
  promisedBytes?: number;
}

/** A WAV file with this many bytes of silence. */
function wav(
  dataBytes: number,
  { channels = 2, sampleRate = 44_100, bits = 16, promisedBytes }: WavShape = {},
): Buffer {
  const header = Buffer.alloc(44);
  const align = (channels * bits) / 8;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + (promisedBytes ?? dataBytes), 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * align, 28);
  header.writeUInt16LE(align, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36);
  header.writeUInt32LE(promisedBytes ?? dataBytes, 40);
  return Buffer.concat([header, Buffer.alloc(dataBytes)]);
}

/** An MP3 of silent frames: MPEG 1 layer III, 128 kbit/s, 44.1 kHz, 417 bytes and 1,152 samples a frame. */
function mp3(frames: number): Buffer {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** A FLAC header (no frames) that tells of this many samples. */
function flac(samples: number, sampleRate = 48_000): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt16BE(4096, 0);
  info.writeUInt16BE(4096, 2);
  // 20 bits sample rate, 3 bits channels - 1, 5 bits bits - 1, 36 bits samples.
  info.writeBigUInt64BE((BigInt(sampleRate) << 44n) | (1n << 41n) | (15n << 36n) | BigInt(samples), 10);
  return Buffer.concat([Buffer.from('fLaC'), Buffer.from([0x80, 0, 0, 34]), info, Buffer.alloc(100)]);
}

/** One Ogg page with one packet. */
function oggPage(granule: bigint, sequence: number, flags: number, packet: Buffer): Buffer {
  const header = Buffer.alloc(27 + Math.ceil((packet.length + 1) / 255));
  header.write('OggS', 0);
  header[5] = flags;
  header.writeBigInt64LE(granule, 6);
  header.writeUInt32LE(7, 14);
  header.writeUInt32LE(sequence, 18);
  header[26] = header.length - 27;
  header.fill(255, 27, header.length - 1);
  header[header.length - 1] = packet.length % 255;
  return Buffer.concat([header, packet]);
}

/** An Opus file of this many seconds, whose middle is padding of `pages` pages. */
function opus(seconds: number, pages: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0);
  head[8] = 1;
  head[9] = 2;
  head.writeUInt32LE(44_100, 12);
  const tags = Buffer.concat([Buffer.from('OpusTags'), Buffer.from([1, 0, 0, 0, 0x78, 0, 0, 0, 0])]);
  const middle = Array.from({ length: pages }, (_, index) =>
    oggPage(-1n, index + 2, 0, Buffer.alloc(20_000)),
  );
  return Buffer.concat([
    oggPage(0n, 0, 2, head),
    oggPage(0n, 1, 0, tags),
    ...middle,
    oggPage(BigInt(seconds * 48_000), pages + 2, 4, Buffer.alloc(50)),
  ]);
}

async function inspect(body: Buffer, more: Partial<Job> = {}): Promise<Job> {
  const plain = sampleJob();
  const job = sampleJob({ source: { ...plain.source, bytes: body.length }, ...more });
  bucket.put(`/songs/${job.source.key}`, body);
  await jobs.table.create(job);
  const deps = { s3: bucket.s3, jobs: jobs.table, now: () => START, log: keptLog() };
  await inspectAudio(deps, job.jobId);
  return jobs.table.get(job.jobId);
}

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
  ])('%s: length, format and credits stand on the record', async (_name, body, audio, credits) => {
    const job = await inspect(body);
    expect(job).toMatchObject({
      state: 'inspected',
      audio,
      creditsQuoted: credits,
      inspectedAt: START.toISOString(),
    });
  });

  it('a type without a known price is not quoted', async () => {
    const { separation } = sampleJob();
    const job = await inspect(wav(44_100 * 4), { separation: { ...separation, type: 68 } });
    expect(job.state).toBe('inspected');
    expect(job.creditsQuoted).toBeUndefined();
    expect(job.events.at(-1)?.detail).toMatch(/price unknown/);
  });

  it('a WAV that was cut off counts the bytes that are there', async () => {
    const job = await inspect(wav(44_100 * 4 * 2, { promisedBytes: 44_100 * 4 * 600 }));
    expect(job.audio?.seconds).toBeCloseTo(2, 2);
  });

  it('is not downloaded: a long song takes one or two ranges', async () => {
    await inspect(wav(30_000_000));
    expect(bucket.reads.length).toBeLessThanOrEqual(2);
    for (const read of bucket.reads) expect(read).toMatch(/^bytes=/);
  });

  it('is inspected once: a repeated step changes nothing', async () => {
    const job = await inspect(wav(1_000));
    const deps = { s3: bucket.s3, jobs: jobs.table, now: () => new Date(), log: keptLog() };
    await inspectAudio(deps, job.jobId);
    expect(await jobs.table.get(job.jobId)).toEqual(job);
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
  ])('%s is refused with a sentence', async (_name, body, reason) => {
    await expect(inspect(body)).rejects.toMatchObject({
      name: 'UnusableAudio',
      message: expect.stringMatching(reason),
      charged: 'no',
      retryable: false,
    });
  });

  it('a song that was replaced is named as such', async () => {
    const job = sampleJob({ source: { ...sampleJob().source, etag: 'old' } });
    bucket.put(`/songs/${job.source.key}`, wav(1_000));
    await jobs.table.create(job);
    const deps = { s3: bucket.s3, jobs: jobs.table, now: () => START, log: keptLog() };
    await expect(inspectAudio(deps, job.jobId)).rejects.toMatchObject({ name: 'SourceChanged' });
  });
});

describe('the folder of the stems', () => {
  it('belongs to one job: others of the same name keep their extension, then get their id', async () => {
    const source = { bucket: 'songs', etag: 'e1', bytes: wav(400).length };
    const first = await inspect(wav(400), { source: { ...source, key: 'uploads/x/song.wav' } });
    const second = await inspect(wav(400), { source: { ...source, key: 'uploads/x/song.mp3' } });
    const newerMix = await inspect(wav(400), { source: { ...source, key: 'uploads/x/song.wav' } });
    const newestMix = await inspect(wav(400), { source: { ...source, key: 'uploads/x/song.wav' } });
    expect(first.stemsFolder).toBe('stems/x/song/mvsep-drums');
    expect(second.stemsFolder).toBe('stems/x/song.mp3/mvsep-drums');
    expect(newerMix.stemsFolder).toBe('stems/x/song.wav/mvsep-drums');
    expect(newestMix.stemsFolder).toBe(`stems/x/song.wav-${newestMix.jobId}/mvsep-drums`);

    const taken = await inspect(wav(400), { source: { ...source, key: 'uploads/x/song.mp3.wav' } });
    expect(taken.stemsFolder).toBe('stems/x/song.mp3.wav/mvsep-drums');
  });
});
