import { transact } from '../../../shared/aws/transact.ts';
import { accountKeys } from '../../../shared/engine/accounts/account-keys.ts';
import { bookCredits } from '../../../shared/engine/credits/book-credits.ts';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import type { Caller } from '../../../shared/engine/http/call-request.ts';
import type { SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';

const MIRROR_CREDITS = 1;

/**
 * Charges the links of a mirror: once for each account and separation, however often they are asked for. The
 * links are the same, since everything is served by a content delivery network as it is.
 *
 * @throws CallRefusal 401 without an account, 400 when it has no credit left.
 */
export async function chargeMirror(
  { store, now }: { readonly store: EngineStore; readonly now: () => Date },
  caller: Caller,
  { hash, expiresAt }: SeparationRecord,
): Promise<void> {
  if (caller.kind !== 'account') throw new CallRefusal(401, 'mirror=1 needs an api_token.');
  const accountId = caller.account.id;
  const outcome = await transact<'paid' | 'credits' | 'account'>(store.documents, [
    {
      item: {
        Put: {
          TableName: store.accounts,
          Item: { ...accountKeys.mirror(accountId, hash), expiresAt },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      refusal: 'paid',
    },
    ...bookCredits(store, {
      accountId,
      credits: -MIRROR_CREDITS,
      reason: 'mirror',
      entryId: `mirror-${hash}`,
      at: now(),
      hash,
    }),
  ]);
  if (outcome === 'written' || outcome === 'paid') return;
  throw new CallRefusal(400, 'A mirror costs 1 credit, and none is left.');
}
