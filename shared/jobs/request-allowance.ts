import { setTimeout as wait } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { RequestBudgetSpent } from '../errors/request-budget-spent.ts';
import type { Pace } from '../mvsep/client/call-mvsep.ts';
import { callSpacing } from './call-spacing.ts';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** How long to stay away from a service that says "too many requests" but not for how long. */
const DEFAULT_PAUSE_SECONDS = 60;
/** No service is believed that asks to wait longer than this. */
const LONGEST_PAUSE_SECONDS = 60 * 60;

export interface RequestAllowanceSettings {
  readonly table: PipelineTable;
  /** At least 2. */
  readonly requestsPerMinute: number;
  /** How long a call may be kept back at most, in milliseconds. 0: it is sent at once or not at all. */
  readonly patienceMs: number;
  readonly now: () => Date;
  /** Waits so many milliseconds; given by tests. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** Keeps the calls of all functions together within what the service allows. */
export interface RequestAllowance extends Pace {
  /** Whether a call would be let through within the patience. Takes nothing. */
  available(): Promise<boolean>;
}

/** Times in microseconds since 1970: with the largest budgets, calls are less than a millisecond apart. */
const allowance = z.object({
  /** When the next call would be due if all came evenly: the theoretical arrival time of the algorithm. */
  nextAt: z.number().default(0),
  pausedUntil: z.number().default(0),
});

/**
 * The one allowance of requests to the MVSep API: no minute holds more than `requestsPerMinute` of them, whichever
 * functions send them.
 *
 * This is the generic cell rate algorithm (ITU-T I.371, annex A) over one item of the table. A call takes the next
 * free place in time by one conditional write, and waits for it: first come, first served, so that nobody starves.
 * A tenth of the budget may go at once after a rest, the other calls go evenly. A place once taken is not given
 * back: a caller that dies costs one call of the budget and nothing else. A pause moves the next free place to its
 * end, and after it the calls go evenly.
 *
 * The clocks of the functions, and the ways of their calls, may differ by two seconds in all: see `callSpacing`.
 */
export function createRequestAllowance(settings: RequestAllowanceSettings): RequestAllowance {
  const { patienceMs, sleep = wait } = settings;
  const { spacing, tolerance } = callSpacing(settings.requestsPerMinute);
  const { read, write } = allowanceItem(settings.table);
  const now = (): number => settings.now().getTime() * 1000;
  const patience = patienceMs * 1000;
  /** As this caller saw it last: it tells which of the two writes will hold. */
  let nextAt = 0;

  /** Takes the next free place and answers when it is. */
  async function takePlace(deadline: number): Promise<number> {
    const arrival = now();
    // A write that does not hold was overtaken by another's; each of those moves the place, up to the deadline.
    for (;;) {
      const isFree = nextAt < arrival;
      const taken = await write(isFree ? first(arrival) : behind(arrival, deadline));
      if (taken !== undefined) {
        nextAt = taken;
        return placeBefore(taken - spacing, arrival);
      }
      ({ nextAt } = await read());
      const place = placeBefore(nextAt, arrival);
      if (place > deadline) throw new RequestBudgetSpent(dateOf(place));
    }
  }

  const placeBefore = (next: number, arrival: number): number => Math.max(arrival, next - tolerance);

  /** When nobody was here lately. */
  const first = (arrival: number): Change => ({
    UpdateExpression: 'SET nextAt = :next',
    ConditionExpression: 'attribute_not_exists(nextAt) OR nextAt < :arrival',
    ExpressionAttributeValues: { ':next': arrival + spacing, ':arrival': arrival },
  });

  /** Behind those who came earlier, unless that place is after the deadline. */
  const behind = (arrival: number, deadline: number): Change => ({
    UpdateExpression: 'SET nextAt = nextAt + :spacing',
    ConditionExpression: 'nextAt >= :arrival AND nextAt <= :latest',
    ExpressionAttributeValues: { ':spacing': spacing, ':arrival': arrival, ':latest': deadline + tolerance },
  });

  /** Moves a time forward, never back. */
  const raise = (attribute: 'nextAt' | 'pausedUntil', to: number): Change => ({
    UpdateExpression: 'SET #attribute = :to',
    ConditionExpression: 'attribute_not_exists(#attribute) OR #attribute < :to',
    ExpressionAttributeNames: { '#attribute': attribute },
    ExpressionAttributeValues: { ':to': to },
  });

  return {
    async beforeCall() {
      const deadline = now() + patience;
      for (;;) {
        const place = await takePlace(deadline);
        const waiting = place - now();
        if (waiting <= 0) return;
        await sleep(Math.ceil(waiting / 1000));
        // Who was asleep when a pause began lines up again behind it.
        if ((await read()).pausedUntil <= now()) return;
      }
    },

    async tooMany(retryAfterSeconds = DEFAULT_PAUSE_SECONDS) {
      const seconds = Math.min(LONGEST_PAUSE_SECONDS, Math.max(1, retryAfterSeconds));
      const until = now() + seconds * 1_000_000;
      await write(raise('pausedUntil', until));
      await write(raise('nextAt', until + tolerance));
    },

    async available() {
      return (await read()).nextAt - tolerance <= now() + patience;
    },
  };
}

type Change = Omit<UpdateCommandInput, 'TableName' | 'Key'>;

function allowanceItem({ documents, tableName: TableName }: PipelineTable) {
  const Key = jobKeys.allowance;
  return {
    async read() {
      const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return allowance.parse(Item ?? {});
    },
    /** Answers the time of the next call as it was written; undefined when the condition did not hold. */
    async write(change: Change): Promise<number | undefined> {
      const command = new UpdateCommand({ TableName, Key, ReturnValues: 'UPDATED_NEW', ...change });
      try {
        return allowance.parse((await documents.send(command)).Attributes).nextAt;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },
  };
}

function dateOf(microseconds: number): Date {
  return new Date(Math.ceil(microseconds / 1000));
}
