import * as z from 'zod';

/** The largest `dataset_type` that the API knows. */
export const LARGEST_DATASET_TYPE = 12;

/** Characters of the longest `dataset_name`. */
export const LONGEST_DATASET_NAME = 60;

/** More stems than any dataset of the field has. */
const MOST_STEMS = 20;

export const datasetTypeNumber = z.int().min(0).max(LARGEST_DATASET_TYPE);

/** More than any dataset of the field has; keeps the state of an evaluation below the limit of Step Functions. */
export const MOST_SONGS = 500;

/** Names a field of answers (`sdr_vocals`) and the end of a file's name. */
export const stemName = z.string().regex(/^[a-z][a-z0-9_]{0,29}$/, {
  error: ({ input }) =>
    `A stem is named by small letters a-z, digits and _, for example "vocals", not "${input}".`,
});

/** Names files: no separators of paths, nothing that a URL or a shell reads differently. */
const songName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._()&'-]{0,99}$/u, {
  error: ({ input }) =>
    `A song is named by up to 100 letters, digits, spaces and . _ - ( ) & ', not "${input}".`,
});

const datasetSong = z.strictObject({
  name: songName,
  /** Samples a second. */
  sampleRate: z.int().positive(),
  channels: z.int().positive(),
  /** Samples of each channel: the same for every stem of the song. */
  samples: z.int().positive(),
});

/** What `datasets/<type>/dataset.json` says: all that is needed to judge an entry beside the true stems. */
export const dataset = z.strictObject({
  type: datasetTypeNumber,
  /** `dataset_name` of every entry: `Synth`. */
  name: z.string().min(1).max(LONGEST_DATASET_NAME),
  /** In the order of the leaderboard, whose first column sorts it. */
  stems: z.array(stemName).min(1).max(MOST_STEMS, `A dataset has at most ${MOST_STEMS} stems.`),
  songs: z.array(datasetSong).min(1).max(MOST_SONGS, `A dataset has at most ${MOST_SONGS} songs.`),
});

export type Dataset = z.infer<typeof dataset>;
export type DatasetSong = z.infer<typeof datasetSong>;
