import type { Settings } from '../settings.ts';

/** What a function needs to know that tells or asks what runs here. */
export function offersEnvironment({ engine }: Settings) {
  return { SUBSTITUTES: String(engine.substitutes), APPROXIMATE: String(engine.approximate) };
}
