import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { WrongCursor } from '../errors/wrong-cursor.ts';
import type { jobState } from './job.ts';
import { BY_MONTH_INDEX, BY_STATE_INDEX } from './job-indexes.ts';
import { jobSummary } from './job-summary.ts';
import { monthOf } from './month-of.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** How many months are looked through for a list that names none. */
const MONTHS_BACK = 24;
/** Items that one query looks at. */
const PAGE_SIZE = 200;

/** What to list. Without a state or a month: the jobs of the last two years. */
export interface JobQuery {
  readonly state?: z.infer<typeof jobState> | undefined;
  /** As `2026-11`. */
  readonly month?: string | undefined;
  readonly recipe?: string | undefined;
  /** A part of the song's key, or the beginning of the job's id; upper and lower case are the same. */
  readonly text?: string | undefined;
  /** The most jobs to answer. */
  readonly limit: number;
  /** From an earlier page. */
  readonly cursor?: string | undefined;
}

export interface JobList {
  /** Newest first. */
  readonly jobs: readonly JobSummary[];
  /** For the next page; absent on the last one. */
  readonly cursor?: string;
}

export type JobSummary = z.infer<typeof jobSummary>;

const key = z.record(z.string(), z.string());
/** Where a list goes on: a month of the list without one, and the last item that was answered. */
const position = z.object({ month: z.string().optional(), after: key.optional() });
type Position = z.infer<typeof position>;

/**
 * Lists jobs, newest first, through the indexes: by state, by month, or month by month back from now.
 *
 * @throws WrongCursor
 */
export async function listJobs(table: PipelineTable, query: JobQuery, now: Date): Promise<JobList> {
  const jobs: JobSummary[] = [];
  let at: Position | undefined = query.cursor === undefined ? {} : readCursor(query.cursor);
  const months = query.state === undefined && query.month === undefined ? monthsBack(now) : [query.month];
  let month = at.month === undefined ? 0 : Math.max(0, months.indexOf(at.month));
  while (at !== undefined && jobs.length < query.limit) {
    const page = await readPage(table, { ...query, month: months[month] }, at.after);
    for (const [index, item] of page.items.entries()) {
      if (!matches(item.summary, query)) continue;
      jobs.push(item.summary);
      if (jobs.length < query.limit) continue;
      const isLast =
        index === page.items.length - 1 && page.next === undefined && month === months.length - 1;
      return isLast ? { jobs } : { jobs, cursor: writeCursor({ month: months[month], after: item.key }) };
    }
    if (page.next !== undefined) at = { month: months[month], after: page.next };
    else {
      month += 1;
      at = month < months.length ? {} : undefined;
    }
  }
  return { jobs };
}

async function readPage(
  { documents, tableName: TableName }: PipelineTable,
  { state, month }: JobQuery,
  after: Record<string, string> | undefined,
) {
  const [IndexName, name, value] =
    state === undefined ? [BY_MONTH_INDEX, 'month', month] : [BY_STATE_INDEX, 'state', state];
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: '#partition = :partition',
      ExpressionAttributeNames: { '#partition': name },
      ExpressionAttributeValues: { ':partition': value },
      ScanIndexForward: false,
      Limit: PAGE_SIZE,
      ExclusiveStartKey: after,
    }),
  );
  const items = Items.map((item) => ({
    summary: jobSummary.parse(item),
    key: keyIn(item, name),
  }));
  return { items, next: LastEvaluatedKey === undefined ? undefined : key.parse(LastEvaluatedKey) };
}

/** Where a page that ends with this item goes on: the keys of the table and of the index. */
function keyIn(
  { pk, sk, submittedAt, ...item }: Record<string, unknown>,
  partition: string,
): z.infer<typeof key> {
  return key.parse({ pk, sk, submittedAt, [partition]: item[partition] });
}

function matches({ month, recipe, source, jobId }: JobSummary, query: JobQuery): boolean {
  const text = query.text?.toLowerCase();
  return (
    (query.month === undefined || query.month === month) &&
    (query.recipe === undefined || query.recipe === recipe) &&
    (text === undefined || source.key.toLowerCase().includes(text) || jobId.startsWith(text))
  );
}

function monthsBack(now: Date): string[] {
  return Array.from({ length: MONTHS_BACK }, (_, back) =>
    monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))),
  );
}

function writeCursor(at: Position): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

function readCursor(cursor: string): Position {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (error) {
    throw new WrongCursor(
      'That is no place in a list of jobs. Give the cursor as the list ended with it.',
      error,
    );
  }
}
