import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { listQualityEntries } from '../../../shared/mvsep/contract/list-quality-entries.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { entryAnswer } from '../../../shared/quality-checker/entry-answer.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';

const entries = openEntryTable();

/** GET /api/quality_checker/queue → a bare array, the latest entry first. */
export const handler = answerCall(listQualityEntries, callFrame('list-entries'), async ({ params }) => {
  const now = new Date();
  return (await entries.latest(params)).map((entry) => entryAnswer(entry, now));
});
