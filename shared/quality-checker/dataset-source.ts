import type { WavEncoding } from '../audio/write-wav.ts';

/** One song of a dataset that is about to be installed. */
export interface SourceSong {
  readonly name: string;
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples of each channel. */
  readonly samples: number;
  /** In which the stems lose nothing. */
  readonly encoding: WavEncoding;
  /** One true stem, one array a channel. */
  stem(name: string): Promise<readonly Float32Array[]>;
  /** The mixture that came with the song; without one it is the sum of the stems. */
  readonly mixture?: (() => Promise<readonly Float32Array[]>) | undefined;
}

/** Where a dataset comes from: a folder, or code of ours. */
export interface DatasetSource {
  readonly stems: readonly string[];
  readonly songs: readonly SourceSong[];
}
