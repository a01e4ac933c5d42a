import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../aws/condition-held.ts';
import { ServiceError } from '../errors/service-error.ts';
import type { Log } from '../logging/logger.ts';
import type { MvsepClient } from '../mvsep/client/mvsep-client.ts';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { readUpstreamRecord } from './upstream-record.ts';

/** How long what the account answered is believed: somebody who buys credits waits no longer than this. */
const REMEMBERED_MINUTES = 15;
/** For so long nobody else asks, whether or not the one who asks gets an answer. */
const ASKING_SECONDS = 30;

export interface UpstreamPlanDeps {
  readonly table: PipelineTable;
  readonly client: { readonly app: Pick<MvsepClient['app'], 'user'> };
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * How many separations may be under way at once: the number of the settings or, for `plan`, what the account's
 * plan allows: any number with premium, one without. While the account cannot be asked, what it answered last
 * counts, and one when it never did.
 *
 * @returns `Infinity` when there is no limit
 */
export async function separationsAtOnce(deps: UpstreamPlanDeps, setting: number | 'plan'): Promise<number> {
  if (setting !== 'plan') return setting;
  const known = await readUpstreamRecord(deps.table);
  const isFresh = Date.parse(known.askAgainAt ?? '') > deps.now().getTime();
  const premium = isFresh || !(await mayAsk(deps)) ? known.premium : await askAccount(deps, known.premium);
  return premium === true ? Number.POSITIVE_INFINITY : 1;
}

/** Lets the account be asked again at once: it refused something that its plan should allow. */
export async function forgetPlan({ table }: Pick<UpstreamPlanDeps, 'table'>): Promise<void> {
  await table.documents.send(
    new UpdateCommand({
      TableName: table.tableName,
      Key: jobKeys.plan,
      UpdateExpression: 'REMOVE askAgainAt',
    }),
  );
}

/** Of many who find the answer too old, one asks. */
async function mayAsk({ table, now }: UpstreamPlanDeps): Promise<boolean> {
  const at = now();
  return conditionHeld(
    table.documents.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: jobKeys.plan,
        UpdateExpression: 'SET askAgainAt = :later',
        ConditionExpression: 'attribute_not_exists(askAgainAt) OR askAgainAt <= :now',
        ExpressionAttributeValues: {
          ':now': at.toISOString(),
          ':later': new Date(at.getTime() + ASKING_SECONDS * 1000).toISOString(),
        },
      }),
    ),
  );
}

async function askAccount(
  { table, client, now, log }: UpstreamPlanDeps,
  known: boolean | undefined,
): Promise<boolean | undefined> {
  try {
    const { premiumEnabled: premium = false } = await client.app.user();
    await table.documents.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: jobKeys.plan,
        UpdateExpression: 'SET premium = :premium, askAgainAt = :later',
        ExpressionAttributeValues: {
          ':premium': premium,
          ':later': new Date(now().getTime() + REMEMBERED_MINUTES * 60_000).toISOString(),
        },
      }),
    );
    return premium;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    log.warn('The plan of the account could not be asked', {
      error: error.name,
      reason: error.message,
      known,
    });
    return known;
  }
}
