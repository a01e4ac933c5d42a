import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { type EntryAnswer, entryAnswer } from '../../../shared/quality-checker/entry-answer.ts';
import type { EntryTable } from '../../../shared/quality-checker/entry-table.ts';

export interface ShowEntryDeps {
  readonly entries: Pick<EntryTable, 'find'>;
  readonly now: () => Date;
}

/** Shows one entry. @throws CallRefusal (400) when there is none, as mvsep.com says it. */
export async function showEntry(
  { entries, now }: ShowEntryDeps,
  id: number,
): Promise<{ success: true; data: EntryAnswer }> {
  const entry = await entries.find(id);
  if (entry === undefined) throw new CallRefusal(400, 'Job not found');
  return { success: true, data: entryAnswer(entry, now()) };
}
