import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { FADE_SAMPLES } from '../../../shared/engine/chunk-plan.ts';
import { UnusableModel } from '../../../shared/errors/unusable-model.ts';
import { adapterOf } from '../../../shared/models/adapter-of.ts';
import type { LoadedModel, ModelRuntime } from '../../../shared/models/model-cache.ts';
import type { ModelSidecar } from '../../../shared/models/model-sidecar.ts';
import { requireFit } from '../../../shared/models/run-network.ts';
import type { SegmentGrid } from '../../../shared/models/segment-grid.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import { trialSong } from './trial-song.ts';

export interface TrialLimits {
  /** How songs are cut. */
  readonly chunkSamples: number;
  /** How long the function that separates a chunk may take. */
  readonly chunkTimeoutSeconds: number;
}

/** How a model did, in seconds; rounded for people. */
export interface Trial {
  readonly runtime: ModelRuntime;
  /** Of sound, that the network sees at once. */
  readonly segmentSeconds: number;
  /** What it took for that. */
  readonly tookSeconds: number;
  /** What a chunk of a long song will take about. */
  readonly chunkSeconds: number;
}

/** Stems that are quieter than this against the mix count as silence: -80 dB. */
const SILENT = 1e-4;
/** Stems that are louder than this against the mix count as noise: 20 dB. */
const LOUD = 10;
/** How much of the time there is a chunk may take, so that a slow day is no failure. */
const SHARE_OF_TIMEOUT = 0.7;
/** A segment that takes longer is no victim of a slow start. */
const WORTH_ANOTHER_SECONDS = 60;

/**
 * Loads a model and has it take one segment of a small song apart.
 *
 * @throws UnusableModel when it cannot be loaded, does not fit its sidecar, gives no sound, or is too slow
 */
export async function tryModel(
  sidecar: ModelSidecar,
  load: () => Promise<LoadedModel>,
  limits: TrialLimits,
): Promise<Trial> {
  const adapter = adapterOf(sidecar, sidecar.stems.length);
  const { network, runtime } = await load();
  requireFit(network, adapter);
  const { length } = adapter.grid;
  const mix = trialSong(length);
  const run = () => adapter.separate(network, mix);
  const first = await timed(run);
  requireSound(mix, first.result);
  const segments = segmentsOfChunk(adapter.grid, limits.chunkSamples);
  // The first run makes the network ready as well, which a chunk pays once: what seems too slow gets a second one.
  const isSlow = first.seconds * segments > mostChunkSeconds(limits);
  const took = isSlow && first.seconds < WORTH_ANOTHER_SECONDS ? (await timed(run)).seconds : first.seconds;
  const chunkSeconds = took * segments;
  requireSpeed(chunkSeconds, limits);
  return {
    runtime,
    segmentSeconds: rounded(length / SEPARATION_RATE),
    tookSeconds: rounded(took),
    chunkSeconds: rounded(chunkSeconds),
  };
}

function requireSound(mix: StereoSamples, stems: readonly StereoSamples[]): void {
  const loudest = Math.max(...stems.map(loudness)) / loudness(mix);
  if (loudest < SILENT) {
    throw new UnusableModel(
      'The model gives silence for a song with a voice, drums, bass and chords. Is it whole, and is "adapter" right?',
    );
  }
  if (loudest > LOUD) {
    throw new UnusableModel(
      `The model gives stems ${Math.round(loudest)} times as loud as the song. Are "adapter" and "normalize" right?`,
    );
  }
}

function loudness(channels: StereoSamples): number {
  const squares = channels.map((channel) => channel.reduce((sum, value) => sum + value * value, 0));
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0));
}

/** How many segments lie in a chunk with all that it brings of its neighbours. */
function segmentsOfChunk({ length, margin, step }: SegmentGrid, chunkSamples: number): number {
  return Math.ceil((chunkSamples + FADE_SAMPLES + length - 2 * margin) / step);
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const begin = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begin) / 1_000 };
}

function mostChunkSeconds({ chunkTimeoutSeconds }: TrialLimits): number {
  return chunkTimeoutSeconds * SHARE_OF_TIMEOUT;
}

function requireSpeed(chunkSeconds: number, limits: TrialLimits): void {
  if (chunkSeconds <= mostChunkSeconds(limits)) return;
  const { chunkSamples, chunkTimeoutSeconds } = limits;
  const seconds = Math.round(chunkSamples / SEPARATION_RATE);
  throw new UnusableModel(
    `The model would take ${Math.round(chunkSeconds)} s for a chunk of ${seconds} s; a function may take ` +
      `${chunkTimeoutSeconds}, a slow day included. Set "engine.chunkSeconds" lower or "engine.modelMegabytes" higher ` +
      '(which brings processors), install the native runtime, or take a smaller model.',
  );
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
