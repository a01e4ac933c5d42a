import { EngineRefusal } from '../../../shared/errors/engine-refusal.ts';
import { type EntryAnswer, entryAnswer } from '../../../shared/quality-checker/entry-answer.ts';
import type { EntryTable } from '../../../shared/quality-checker/entry-table.ts';

export interface ShowEntryDeps {
  readonly entries: Pick<EntryTable, 'find'>;
  readonly now: () => Date;
}

/** Shows one entry. @throws EngineRefusal (400) when there is none, as mvsep.com says it. */
export async function showEntry(
  { entries, now }: ShowEntryDeps,
  id: number,
): Promise<{ success: true; data: EntryAnswer }> {
  const entry = await entries.find(id);
  if (entry === undefined) throw new EngineRefusal(400, 'Job not found');
  return { success: true, data: entryAnswer(entry, now()) };
}
