import type * as z from 'zod';
import type { OwnerName } from '../callers/caller.ts';
import type { jobState } from './job.ts';
import { type JobPosition, readPosition, writePosition, wrongCursor } from './job-position.ts';
import { jobSummary } from './job-summary.ts';
import { monthOf } from './month-of.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { type ListPlace, readListPage } from './read-list-page.ts';

/** How many months are looked through for a list that names none. */
const MONTHS_BACK = 24;

/** What to list. Without an owner, a state or a month: the jobs of the last two years. */
export interface JobQuery {
  /** Whose; of everybody without one. */
  readonly owner?: OwnerName | undefined;
  readonly state?: z.infer<typeof jobState> | undefined;
  /** As `2026-11`. */
  readonly month?: string | undefined;
  readonly recipe?: string | undefined;
  /** A part of the song's key, or the beginning of the job's id; upper and lower case are the same. */
  readonly text?: string | undefined;
  /** The most jobs to answer. */
  readonly limit: number;
  /** The most jobs to look at; without it, all that it takes to fill the list. */
  readonly lookAt?: number | undefined;
  /** From an earlier page. */
  readonly cursor?: string | undefined;
}

export interface JobList {
  /** Newest first. */
  readonly jobs: readonly JobSummary[];
  /** For the next page; absent on the last one. A page may be short, or empty, and have one all the same. */
  readonly cursor?: string;
}

export type JobSummary = z.infer<typeof jobSummary>;

/**
 * Lists jobs, newest first, through the indexes: those of an owner, of a state, of a month, or month by month back
 * from now. Every call begins in a partition that the query names, wherever its cursor comes from.
 *
 * @throws WrongCursor
 */
export async function listJobs(table: PipelineTable, query: JobQuery, now: Date): Promise<JobList> {
  const jobs: JobSummary[] = [];
  const places = placesOf(query, now);
  const start = query.cursor === undefined ? {} : readPosition(query.cursor);
  let after = checkedStart(start, query);
  let looked = 0;
  for (let at = indexOf(places, start); at < places.length; at++, after = undefined) {
    const place = places[at];
    if (place === undefined) break;
    const month = query.month === undefined ? place.month : undefined;
    const cursorAt = (behind: JobPosition['after']) =>
      writePosition({ month, after: behind && { submittedAt: behind.submittedAt, jobId: behind.jobId } });
    do {
      const toLookAt = (query.lookAt ?? Number.POSITIVE_INFINITY) - looked;
      const left = Math.min(query.limit - jobs.length, toLookAt);
      if (left <= 0) return { jobs, cursor: cursorAt(after) };
      const page = await readListPage(table, place, { after, wanted: sifts(query) ? toLookAt : left });
      for (const [index, item] of page.items.entries()) {
        const summary = jobSummary.parse(item);
        if (!matches(summary, query)) continue;
        jobs.push(summary);
        if (jobs.length < query.limit) continue;
        const isLast = index === page.items.length - 1 && page.next === undefined && at === places.length - 1;
        return isLast ? { jobs } : { jobs, cursor: cursorAt(summary) };
      }
      looked += page.items.length;
      after = page.next;
    } while (after !== undefined);
  }
  return { jobs };
}

/** The partitions that the list is made of, one after the other. */
function placesOf({ owner, state, month }: JobQuery, now: Date): ListPlace[] {
  if (owner !== undefined) return [{ owner, month }];
  if (state !== undefined) return [{ state, month }];
  return (month === undefined ? monthsBack(now) : [month]).map((one) => ({ month: one }));
}

/** A list that goes from month to month says in which one it goes on; the others have but one place. */
function indexOf(places: readonly ListPlace[], { month, after }: JobPosition): number {
  if (after === undefined && month === undefined) return 0;
  const index = places.length === 1 ? 0 : places.findIndex((place) => place.month === month);
  if (index >= 0) return index;
  throw wrongCursor();
}

/** The table refuses to begin outside of what it is asked for. */
function checkedStart({ month, after }: JobPosition, query: JobQuery): JobPosition['after'] {
  const wanted = query.month ?? month;
  if (after !== undefined && wanted !== undefined && !after.submittedAt.startsWith(`${wanted}-`)) {
    throw wrongCursor();
  }
  return after;
}

/** Whether some of what a page holds is left out. */
function sifts({ owner, state, recipe, text }: JobQuery): boolean {
  return (owner !== undefined && state !== undefined) || recipe !== undefined || text !== undefined;
}

function matches({ state, recipe, source, jobId }: JobSummary, query: JobQuery): boolean {
  const text = query.text?.toLowerCase();
  return (
    (query.state === undefined || query.state === state) &&
    (query.recipe === undefined || query.recipe === recipe) &&
    (text === undefined || source.key.toLowerCase().includes(text) || jobId.startsWith(text))
  );
}

function monthsBack(now: Date): string[] {
  return Array.from({ length: MONTHS_BACK }, (_, back) =>
    monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))),
  );
}
