import type { Submission } from './submission.ts';
import type { SubmissionTable } from './submission-table.ts';

interface KnownEntry {
  readonly id: number;
  readonly link: string;
}

/**
 * Notes under which number the service has a submission.
 *
 * @returns undefined when somebody else has written the record since it was read
 */
export function recordEntry(
  { submissions, now }: { readonly submissions: Pick<SubmissionTable, 'change'>; readonly now: () => Date },
  from: Submission,
  { id, link }: KnownEntry,
): Promise<Submission | undefined> {
  const at = now().toISOString();
  return submissions.change(from, {
    state: 'evaluating',
    entryId: id,
    link,
    submittedAt: from.submittingAt ?? at,
    updatedAt: at,
    tries: 0,
    polls: 0,
    misses: 0,
  });
}
