import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isPassword } from '../../../shared/engine/accounts/password.ts';
import { requireAllowance } from '../../../shared/engine/http/require-allowance.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import type { CallCounter } from '../../../shared/http/call-counter.ts';
import type { EntryTable } from '../../../shared/quality-checker/entry-table.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';

export interface DeleteEntryDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly entries: Pick<EntryTable, 'find' | 'delete'>;
  /** Attempts at one entry from one address, which hold back who guesses and nobody else. */
  readonly attempts: Pick<CallCounter, 'count'>;
  /** Attempts at one entry from everywhere. */
  readonly attemptsInAll: Pick<CallCounter, 'count'>;
  readonly now: () => Date;
}

/** An evaluation that ends meanwhile changes the entry twice at most. */
const ATTEMPTS = 3;

/**
 * Deletes an entry with what was sent for it, for whoever knows its password. An evaluation that runs comes to
 * nothing.
 *
 * @param address of whoever asks.
 * @throws CallRefusal 400 when there is no such entry, or the password is wrong; 429 after too many attempts.
 */
export async function deleteEntry(
  { s3, bucket, entries, ...deps }: DeleteEntryDeps,
  { id, password }: { readonly id: number; readonly password: string },
  address: string,
): Promise<{ success: true; data: { message: string } }> {
  const what = 'attempts to delete this entry';
  await requireAllowance(deps.attempts, `DELETE#${id}#${address}`, deps.now(), what);
  await requireAllowance(deps.attemptsInAll, `DELETE#${id}`, deps.now(), what);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const entry = await entries.find(id);
    if (entry === undefined) throw new CallRefusal(400, 'Job not found');
    if (!(await isPassword(password, entry.passwordHash))) {
      throw new CallRefusal(400, 'The password is wrong. Use the one that the entry was added with.');
    }
    if (!(await entries.delete(entry))) continue;
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: qualityKeys.submission(id) }));
    return { success: true, data: { message: 'successfully deleted' } };
  }
  throw new Error(`The entry ${id} changed all the time while it was to be deleted.`);
}
