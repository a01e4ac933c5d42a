import { randomUUID } from 'node:crypto';
import { stemSound } from '../upstream/stem-sound.ts';

/** A song of a tenth of a second that nobody has had separated before: enough for the service of the tests. */
export function serviceSong(): Buffer {
  return stemSound(randomUUID());
}
