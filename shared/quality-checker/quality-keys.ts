/** Where the quality checker's things lie in the bucket of the Engine. */
export const qualityKeys = {
  /** Below this stand the datasets, a folder each. */
  datasets: 'datasets/',
  dataset: (type: number) => `datasets/${type}/dataset.json`,
  /** What an estimate is compared with; never served. */
  reference: (type: number, song: string, stem: string) => `datasets/${type}/${song}_${stem}.wav`,
  /** What people download and separate; served under the same path. */
  mixture: (type: number, song: string) => `storage/datasets/${type}/${song}_mixture.wav`,
  /** What was sent for an entry, until it is evaluated. */
  submission: (id: number) => `quality/${id}/submission.zip`,
} as const;
