import { refusalBody } from '../../../shared/engine/refusal-body.ts';
import { separationAnswer } from '../../../shared/engine/separation-answer.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';

export interface AnswerGetDeps {
  readonly separations: SeparationTable;
  readonly engineUrl: string;
}

/** The message of the service itself. */
const NOT_FOUND = 'File or File Hash not found';

/** How far a separation is. A hash that is unknown, or the short one of a link, is answered `not_found`. */
export async function answerGet({ separations, engineUrl }: AnswerGetDeps, hash: string) {
  const record = hash === '' ? undefined : await separations.find(hash);
  if (record?.kind !== 'separation') return { ...refusalBody(NOT_FOUND), status: 'not_found' };
  if (record.status !== 'waiting') return separationAnswer(record, engineUrl);
  return separationAnswer(record, engineUrl, await separations.queue('waiting', record.createdAt));
}
