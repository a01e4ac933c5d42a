import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { showQualityEntry } from '../../../shared/mvsep/contract/show-quality-entry.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';
import { showEntry } from './show-entry.ts';

const deps = { entries: openEntryTable(), now: () => new Date() };

/** GET /api/quality_checker/entry */
export const handler = answerCall(showQualityEntry, callFrame('show-entry'), ({ params }) =>
  showEntry(deps, params.id),
);
