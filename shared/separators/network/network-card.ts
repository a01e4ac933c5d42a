import * as z from 'zod';

const decibels = z.number().optional();

/**
 * What is to know of a network that separates, in a file beside its ONNX file: what it wants to be given, what it
 * answers, and how good it was found to be. To ship another network, replace these two files.
 */
export const networkCard = z.object({
  /** What users are told that runs: never the name of somebody else's model. */
  name: z.string().min(1),
  /** SHA-256 of the ONNX file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Samples of a frame, under a Hann window. */
  size: z.int().positive(),
  /** Samples from frame to frame. */
  hop: z.int().positive(),
  /** It sees frames in groups of so many: their number is a multiple, and groups begin on a grid of the song. */
  group: z.int().positive(),
  /** So many frames to each side may change what it answers for a moment. */
  contextFrames: z.int().min(0),
  /** The lowest bins are bands of their own. */
  linearBands: z.int().positive(),
  /** First bin of each further band, and the end of the last. */
  edges: z.array(z.int().positive()).min(2),
  /** What it tells apart, in the order of its masks. */
  sources: z.array(
    z.enum(['drums', 'bass', 'other', 'vocals', 'kick', 'snare', 'toms', 'hihat', 'ride', 'crash']),
  ),
  /** Signal to distortion on test songs that it has not learnt from; absent what was not measured. */
  quality: z.object({
    vocals: decibels,
    instrumental: decibels,
    drums: decibels,
    bass: decibels,
    other: decibels,
    speech: decibels,
    musicAndEffects: decibels,
    kick: decibels,
    snare: decibels,
    toms: decibels,
    hihat: decibels,
    ride: decibels,
    crash: decibels,
    /** Ride and crash in one. */
    cymbals: decibels,
    /** The loudest vocals it heard in any of the test songs without a voice, against the song. */
    falseVocals: decibels,
  }),
});

export type NetworkCard = z.infer<typeof networkCard>;

/** One of the kinds of sound that networks tell apart. */
export type Source = NetworkCard['sources'][number];
