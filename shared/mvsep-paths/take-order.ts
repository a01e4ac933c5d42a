import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { transact, type Write } from '../aws/transact.ts';
import { ENDED_STATES, type Job } from '../jobs/job.ts';
import { jobKeys } from '../jobs/job-keys.ts';
import type { JobTable } from '../jobs/job-table.ts';
import type { PipelineTable } from '../jobs/pipeline-table.ts';
import { type ClientOrder, clientOrder } from './client-order.ts';

/** So long after an order the same one counts as its repetition, also when its separation is done by then. */
const REPETITION_MS = 10 * 60_000;
/** How long an order is remembered; a separation takes days at most. */
const KEPT_SECONDS = 30 * 24 * 3600;
/** An order may be replaced by another's between two looks, and a hash may, once in 10^12 times, be taken. */
const ATTEMPTS = 5;

export interface TakeOrderDeps {
  readonly table: PipelineTable;
  readonly jobs: Pick<JobTable, 'find'>;
  readonly now: () => Date;
}

/**
 * Takes an order, or finds the one that this one repeats: the calls of the MVSep API know no idempotency key, and
 * clients send a create again when its answer takes long. The same caller with the same bytes and the same wishes
 * means the same separation while that is under way, and for ten minutes after it was first asked for. One that
 * ended without its stems and surely cost nothing is over: whoever asks again wants another try.
 *
 * The order and its hashes are written together, each of them only if it is free. Whatever comes after, the song and
 * its job, is made under the names of the order and may be made again: a repetition completes what was cut off.
 *
 * @param digest of what is asked for, and by whom
 * @param mint makes the names of a new order
 */
export async function takeOrder(
  deps: TakeOrderDeps,
  digest: string,
  mint: (at: Date) => ClientOrder,
): Promise<ClientOrder> {
  let earlier: ClientOrder | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const order = mint(deps.now());
    const outcome = await transact(deps.table.documents, writesOf(deps.table, digest, order, earlier));
    if (outcome === 'written') return order;
    if (outcome === 'taken') continue;
    earlier = await read(deps.table, digest);
    if (earlier !== undefined && isMeant(earlier, await deps.jobs.find(earlier.jobId), deps.now())) {
      return earlier;
    }
  }
  throw new Error('The order changes all the time. Send it again.');
}

function writesOf(
  { tableName: TableName }: PipelineTable,
  digest: string,
  order: ClientOrder,
  earlier: ClientOrder | undefined,
): Write<'asked' | 'taken'>[] {
  const expiresAt = Math.floor(Date.parse(order.at) / 1000) + KEPT_SECONDS;
  const pointers = [order.hash, order.remoteHash].flatMap((hash) =>
    hash === undefined
      ? []
      : [
          {
            item: {
              Put: {
                TableName,
                Item: { ...jobKeys.client(hash), jobId: order.jobId, hash },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
            refusal: 'taken' as const,
          },
        ],
  );
  return [
    {
      item: {
        Put: {
          TableName,
          Item: { ...jobKeys.order(digest), ...order, expiresAt },
          ...(earlier === undefined
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'jobId = :earlier',
                ExpressionAttributeValues: { ':earlier': earlier.jobId },
              }),
        },
      },
      refusal: 'asked',
    },
    ...pointers,
  ];
}

async function read(
  { documents, tableName: TableName }: PipelineTable,
  digest: string,
): Promise<ClientOrder | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName, Key: jobKeys.order(digest), ConsistentRead: true }),
  );
  return clientOrder.optional().parse(Item);
}

/** Without a job it was cut off, or is being made at this moment. */
function isMeant({ at }: ClientOrder, job: Job | undefined, now: Date): boolean {
  if (job === undefined || !ENDED_STATES.includes(job.state)) return true;
  if (job.state === 'cancelled' || job.state === 'deleted') return false;
  if (job.state === 'failed' && job.failure?.charged === 'no') return false;
  return now.getTime() - Date.parse(at) <= REPETITION_MS;
}
