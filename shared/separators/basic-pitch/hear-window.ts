import type { NoteActivity } from '../../notes/note-activity.ts';
import { openPitchNetwork } from './open-pitch-network.ts';
import { WINDOW_SAMPLES } from './window-size.ts';

/**
 * How surely each pitch sounds and begins in the frames of one window.
 *
 * @param sound `WINDOW_SAMPLES` of one channel.
 */
export async function hearWindow(sound: Float32Array): Promise<NoteActivity> {
  const network = await openPitchNetwork();
  const outputs = await network.run({ sound: { shape: [1, 1, 1, WINDOW_SAMPLES], data: sound } });
  const [notes, onsets] = [outputs.get('notes')?.data, outputs.get('onsets')?.data];
  if (notes === undefined || onsets === undefined) throw new Error('Basic Pitch told of no notes.');
  return { notes, onsets };
}
