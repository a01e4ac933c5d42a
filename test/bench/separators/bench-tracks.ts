import { synthesizeSinging } from '../../audio/synthesize-singing.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import { synthesizeSpeech } from '../../audio/synthesize-speech.ts';
import { packagedTrack } from './packaged-track.ts';

/** One channel of sound, and what it is called in a table. */
export interface BenchTrack {
  readonly name: string;
  readonly kind: 'speech' | 'singing' | 'music';
  /** No bar was set by it. */
  readonly beside?: boolean;
  readonly samples: Float32Array;
}

const SECONDS = 14;

const PACKAGED = [
  ['d1/speech', 'speech'],
  // Its voice lies where pink noise does: it stays below the bar even with the true power of the noise given.
  ['d2/speech', 'speech', 'beside'],
  ['t1/vocals', 'singing'],
  ['t3/vocals', 'singing'],
  ['t2/other', 'music'],
  ['t4/other', 'music'],
] as const;

/** Speech, singing and music: of our own making, and from the test mixes where these are there. */
export async function benchTracks(): Promise<readonly BenchTrack[]> {
  const own: BenchTrack[] = [
    { name: 'own speech', kind: 'speech', samples: synthesizeSpeech({ seconds: SECONDS }) },
    { name: 'own singing', kind: 'singing', samples: synthesizeSinging({ seconds: SECONDS }) },
    { name: 'own music', kind: 'music', samples: synthesizeSong({ seconds: SECONDS }).mix[0] },
  ];
  const packaged = await Promise.all(
    PACKAGED.map(async ([name, kind, beside]) => ({
      name,
      kind,
      beside: beside !== undefined,
      samples: (await packagedTrack(name))?.[0],
    })),
  );
  return [...own, ...packaged.flatMap(({ samples, ...track }) => (samples ? [{ ...track, samples }] : []))];
}
