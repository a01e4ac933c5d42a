import type { SeparationRecord } from './separation-record.ts';
import { stemGain } from './stem-gain.ts';

/** Tells the owner of a song by how much its stems were made quieter, and how not; undefined when they were not. */
export function gainSentence(record: Pick<SeparationRecord, 'outputFormat' | 'peaks'>): string | undefined {
  const gain = stemGain(record);
  if (gain === 1) return undefined;
  const decibels = (-20 * Math.log10(gain)).toFixed(1);
  return (
    `At its loudest a stem goes over full scale, so all of them were made ${decibels} dB quieter alike. ` +
    'In output format 4 (wav, 32 bit) they keep their level.'
  );
}
