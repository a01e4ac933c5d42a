import { readFileSync } from 'node:fs';
import { aiffFile } from './aiff-file.ts';
import { sine } from './sine.ts';
import { wavFile } from './wav-file.ts';

export interface AudioSample {
  readonly name: string;
  readonly file: Buffer;
}

const FIXTURES = [
  'two-tones-16-bit.flac',
  'two-tones-24-bit.flac',
  'two-tones-flac.ogg',
  'two-tones.mp3',
  'two-tones-gapless.mp3',
  'two-tones.ogg',
  'two-tones.opus',
  'two-tones.aac',
  'two-tones.m4a',
  'two-tones-faststart.m4a',
  'two-tones-alac.m4a',
];

/** A short file of every kind that can be decoded, half a second at most. */
export function audioSamples(): AudioSample[] {
  const tones = [sine(5_000, 440), sine(5_000, 660, 44_100, 0.25)];
  return [
    ...FIXTURES.map((name) => ({
      name,
      file: readFileSync(new URL(`../unit/audio/fixtures/${name}`, import.meta.url)),
    })),
    { name: '16 bit.wav', file: wavFile(tones, 44_100) },
    { name: 'float.wav', file: wavFile(tones, 48_000, 'float32') },
    { name: '24 bit.aiff', file: aiffFile(tones, 44_100, 24) },
    { name: 'float.aifc', file: aiffFile(tones, 44_100, 32, 'fl32') },
  ];
}
