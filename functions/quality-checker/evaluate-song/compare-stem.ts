import type { AudioStream } from '../../../shared/audio/audio-stream.ts';
import { UnusableSubmission } from '../../../shared/errors/unusable-submission.ts';
import { SdrMeter } from '../../../shared/quality-checker/sdr.ts';
import { FrameReader } from './frame-reader.ts';

/**
 * By how much a stem may be longer or shorter than the true one: frames of transforms seldom fit a song exactly.
 * What is missing counts as silence, what is too much does not count.
 */
const TOLERANCE_SECONDS = 0.1;

/** Samples of both that are in memory at once, whatever their blocks are. */
const MOST_FRAMES = 65_536;

/**
 * The SDR of an estimate in decibels, both read a block at a time. Both are closed at the end.
 *
 * @param named what the estimate is called in messages.
 * @throws UnusableSubmission when the estimate has another rate, other channels or another length.
 */
export async function compareStem(truth: AudioStream, estimate: AudioStream, named: string): Promise<number> {
  const guesses = new FrameReader(estimate);
  try {
    checkShape(truth, estimate, named);
    const meter = new SdrMeter();
    let samples = 0;
    for await (const block of truth.blocks) {
      const length = block[0]?.length ?? 0;
      for (let from = 0; from < length; from += MOST_FRAMES) {
        const piece = block.map((channel) => channel.subarray(from, from + MOST_FRAMES));
        meter.add(piece, await guesses.take(piece[0]?.length ?? 0));
      }
      samples += length;
    }
    await checkLength(guesses, { samples, sampleRate: truth.sampleRate }, named);
    return meter.decibels;
  } finally {
    await estimate.close();
    await truth.close();
  }
}

function checkShape(truth: AudioStream, estimate: AudioStream, named: string): void {
  if (estimate.sampleRate !== truth.sampleRate) {
    throw new UnusableSubmission(
      `${named} has ${estimate.sampleRate} samples a second; the song has ${truth.sampleRate}. Do not resample it.`,
    );
  }
  if (estimate.channels !== truth.channels) {
    throw new UnusableSubmission(
      `${named} is ${layout(estimate.channels)}; the song is ${layout(truth.channels)}. Keep its channels.`,
    );
  }
}

async function checkLength(
  guesses: FrameReader,
  truth: { readonly samples: number; readonly sampleRate: number },
  named: string,
): Promise<void> {
  const tolerance = Math.round(TOLERANCE_SECONDS * truth.sampleRate);
  await guesses.drain(tolerance);
  const surplus = guesses.taken - truth.samples;
  if (Math.abs(surplus) <= tolerance) return;
  const has = surplus > 0 ? 'more samples than the song' : `${guesses.taken} samples`;
  throw new UnusableSubmission(
    `${named} has ${has}; the song has ${truth.samples}, and ${tolerance} more or less are let pass.`,
  );
}

function layout(channels: number): string {
  return { 1: 'mono', 2: 'stereo' }[channels] ?? `of ${channels} channels`;
}
