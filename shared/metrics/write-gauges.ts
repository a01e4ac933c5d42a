import { metricsWanted } from './metrics-wanted.ts';
import { type GaugeDeps, readGauges } from './read-gauges.ts';
import { writeMeasures } from './write-measures.ts';

/** Writes how things stand now into the function's log, as metrics: see `readGauges`. Meant for a clock. */
export async function writeGauges(deps: GaugeDeps): Promise<void> {
  if (metricsWanted()) writeMeasures(await readGauges(deps));
}
