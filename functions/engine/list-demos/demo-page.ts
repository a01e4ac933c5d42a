import type * as z from 'zod';
import type { Publications } from '../../../shared/engine/publications/publications.ts';
import type { listDemos } from '../../../shared/mvsep/contract/list-demos.ts';
import { summarizeAlgorithm } from '../../../shared/mvsep/server/summarize-algorithm.ts';
import { wireTimeOf } from '../../../shared/mvsep/server/wire-time-of.ts';

/** `2024-05-14 12:35`: demos are the only ones whose times have no seconds. */
const TO_MINUTES = 16;

/** Separations that their callers let others see, the latest first, as long as their files are there. */
export async function demoPage(
  publications: Pick<Publications, 'demos'>,
  { start, limit }: z.output<typeof listDemos.params>,
  now: Date,
): Promise<z.input<typeof listDemos.reply>> {
  const demos = await publications.demos({ start, limit }, now);
  return demos.map(({ hash, date, inputUrl, size, sepType }) => ({
    hash,
    date: wireTimeOf(date).slice(0, TO_MINUTES),
    input_audio: inputUrl,
    size,
    algorithm: summarizeAlgorithm(sepType),
  }));
}
