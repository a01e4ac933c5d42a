import * as z from 'zod';

/** The longest stretch of sound that a network may see at once: a minute. Chunks bring as much of their neighbours. */
const LONGEST_SEGMENT = 60 * 44_100;

/** The largest transform that any known model uses is half of it. */
const LARGEST_TRANSFORM = 32_768;

const overlap = z.number().min(0).max(0.9);

const transform = {
  /** Samples of a frame of the Fourier transform. */
  nfft: z
    .int()
    .min(64)
    .max(LARGEST_TRANSFORM)
    .refine(isTransformable, 'give a multiple of 32 whose only prime factors are 2, 3 and 5, such as 6144'),
  /** Samples from one frame to the next. */
  hop: z.int().min(1),
  /** Frames that the network sees at once. */
  dimT: z.int().min(2),
  /** How many of the lowest frequencies are silenced. */
  zeroBins: z.int().min(0),
};

/** What is said of a network that takes and gives sound itself, as exports of Demucs do. */
export const waveformFields = {
  adapter: z.literal('waveform'),
  /** Samples of each channel that it sees at once. */
  segment: z.int().min(1_024).max(LONGEST_SEGMENT),
  overlap: overlap.default(0.25),
  /** `demucs`: each segment is brought to mean 0 and deviation 1 before, and back afterwards. */
  normalize: z.enum(['none', 'demucs']).default('none'),
};

/** What is said of a Hybrid Transformer Demucs whose transform is outside of the graph. */
export const demucsHybridFields = {
  adapter: z.literal('demucs-hybrid'),
  /** Samples of each channel that it sees at once: more than its transform mirrors at the ends. */
  segment: z.int().min(8_192).max(LONGEST_SEGMENT),
  overlap: overlap.default(0.25),
};

/** What is said of a network that takes and gives spectra, as those of MDX-Net do. */
export const mdxFields = {
  adapter: z.literal('mdx'),
  ...transform,
  hop: transform.hop.default(1_024),
  zeroBins: transform.zeroBins.default(3),
  /** Frequencies that it sees, from the lowest. */
  dimF: z.int().min(1),
  /** What its answer is multiplied by. */
  compensate: z.number().positive().max(4).default(1),
  overlap: overlap.default(0.25),
};

/** What is said of a network that takes spectra and gives masks for them, as exports of Roformers do. */
export const spectrogramMaskFields = {
  adapter: z.literal('spectrogram-mask'),
  ...transform,
  zeroBins: transform.zeroBins.default(1),
  overlap: overlap.default(0.5),
};

/** How a network is fed, whatever family it is of. */
export const modelNetwork = z.discriminatedUnion('adapter', [
  z.object(waveformFields),
  z.object(demucsHybridFields),
  z.object(mdxFields),
  z.object(spectrogramMaskFields),
]);

export type ModelNetwork = z.infer<typeof modelNetwork>;
export type WaveformNetwork = Extract<ModelNetwork, { adapter: 'waveform' }>;
export type DemucsHybridNetwork = Extract<ModelNetwork, { adapter: 'demucs-hybrid' }>;
export type MdxNetwork = Extract<ModelNetwork, { adapter: 'mdx' }>;
export type SpectrogramMaskNetwork = Extract<ModelNetwork, { adapter: 'spectrogram-mask' }>;

/** What is wrong with numbers that are right each for itself: the name of one of them, and a sentence. */
export function networkProblem(network: ModelNetwork): { field: string; sentence: string } | undefined {
  if (network.adapter === 'waveform' || network.adapter === 'demucs-hybrid') return undefined;
  const { nfft, hop, dimT } = network;
  const segment = hop * (dimT - 1);
  if (2 * hop > nfft) return { field: 'hop', sentence: `give at most half of nfft, ${nfft / 2}` };
  if (segment > LONGEST_SEGMENT) {
    return { field: 'dimT', sentence: `hop × (dimT - 1) is more than a minute, ${LONGEST_SEGMENT} samples` };
  }
  if (segment <= nfft) {
    return { field: 'dimT', sentence: `hop × (dimT - 1) is ${segment}; it must be more than nfft, ${nfft}` };
  }
  if (network.adapter === 'mdx' && network.dimF > nfft / 2 + 1) {
    return { field: 'dimF', sentence: `a transform of ${nfft} samples has only ${nfft / 2 + 1} frequencies` };
  }
  return undefined;
}

function isTransformable(size: number): boolean {
  let rest = size / 32;
  for (const factor of [2, 3, 5]) while (rest > 1 && rest % factor === 0) rest /= factor;
  return rest === 1;
}
