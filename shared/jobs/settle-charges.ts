import { ServiceError } from '../errors/service-error.ts';
import type { Log } from '../logging/logger.ts';
import type { MvsepClient } from '../mvsep/client/mvsep-client.ts';
import { asQuoted } from './as-quoted.ts';
import { releaseCredits, settleCredits } from './budget.ts';
import { type HistoryEntry, isEntryOf } from './charge-in-history.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import type { Step } from './step.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Clocks may differ by so much: entries older than this before the first create are of no interest. */
const CLOCK_MARGIN_MS = HOUR_MS;
/** What is not in the history after this is not looked for any longer. */
const PATIENCE_MS = 3 * 24 * HOUR_MS;
/** How long to wait before looking again: half as long as it is since the end, within these. */
const SHORTEST_PAUSE_MS = 10 * MINUTE_MS;
const LONGEST_PAUSE_MS = 6 * HOUR_MS;
/** A walk of a hundred pages is enough for one run: what is further back is long forgotten by the service. */
const MAXIMUM_ENTRIES = 2_000;
/** No separation costs more: 100 minutes at the dearest type are some thousands. What is dearer is a slip. */
const MOST_CREDITS = 100_000;

export interface SettleChargesDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly client: { readonly app: Pick<MvsepClient['app'], 'historyItems'> };
  readonly now: () => Date;
  readonly log: Log;
  /** Whether there is time for another page of history; by default there is. */
  readonly hasTime?: () => boolean;
}

/**
 * Finds out what ended steps really cost, and books it: what was never requested, came from the cache or was given
 * back costs nothing, and the rest stands in the account's history, of which one page of twenty settles up to twenty
 * steps. What the service has forgotten, or does not show within three days, is booked as quoted, if it surely
 * existed, and its story says so.
 *
 * Stops early when the service cannot be asked; what is left stays due.
 */
export async function settleCharges(deps: SettleChargesDeps, steps: readonly Step[]): Promise<void> {
  const open: Step[] = [];
  for (const step of steps) {
    if (isFree(step)) await book(deps, step, 0, undefined);
    else open.push(step);
  }
  if (open.length === 0) return;
  const { missing, isWhole } = await settleFromHistory(deps, open);
  for (const step of missing) await settleMissing(deps, step, isWhole);
}

/** Steps that surely cost nothing need no history. */
function isFree({ failure, cachedFrom, creatingAt, remoteHash, separationHash }: Step): boolean {
  if (failure?.charged === 'no' || cachedFrom !== undefined) return true;
  return creatingAt === undefined && remoteHash === undefined && separationHash === undefined;
}

const NOTHING_MISSING: Missing = { missing: [], isWhole: false };

/** Steps that were not found, and whether the history was read as far back as they go. */
interface Missing {
  readonly missing: readonly Step[];
  readonly isWhole: boolean;
}

/** Walks through the history, newest first. */
async function settleFromHistory(deps: SettleChargesDeps, steps: readonly Step[]): Promise<Missing> {
  const open = new Set(steps);
  const oldest = Math.min(...steps.map((step) => startOf(step).getTime())) - CLOCK_MARGIN_MS;
  let entries = 0;
  try {
    for await (const entry of deps.client.app.historyItems()) {
      entries += 1;
      if (entries > MAXIMUM_ENTRIES) return { missing: [...open], isWhole: false };
      if ((utc(entry.createdAt) ?? Number.POSITIVE_INFINITY) < oldest) break;
      const step = [...open].find((one) => isEntryOf(entry, one));
      if (step !== undefined) {
        open.delete(step);
        await settleFromEntry(deps, step, entry);
      }
      if (open.size === 0) break;
      // Each walk begins at the newest: what lies deeper than one run reaches must not be walked to for ever.
      if (deps.hasTime?.() === false) return { missing: [...open], isWhole: false };
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { name, message } = error;
    deps.log.warn('The history of the account could not be read to its end', {
      error: name,
      reason: message,
    });
    return NOTHING_MISSING;
  }
  return { missing: [...open], isWhole: true };
}

async function settleFromEntry(
  deps: SettleChargesDeps,
  step: Step,
  { credits }: HistoryEntry,
): Promise<void> {
  const { mirror = 0 } = step.credits;
  const note = mirror > 0 ? `with ${mirror} for links to the mirror` : undefined;
  if (credits === undefined)
    return book(deps, step, asQuoted(step), 'as quoted: the service has forgotten it');
  if (isCharge(credits)) return book(deps, step, credits + mirror, note);
  await book(deps, step, asQuoted(step), `as quoted: the service says ${credits}, which is no charge`);
}

async function settleMissing(deps: SettleChargesDeps, step: Step, isWhole: boolean): Promise<void> {
  const at = deps.now();
  const age = at.getTime() - startOf(step).getTime();
  if (age > PATIENCE_MS) {
    return step.separationHash === undefined && isWhole
      ? book(deps, step, 0, 'never seen in the history of the account')
      : book(deps, step, asQuoted(step), 'as quoted: not in the history of the account');
  }
  const pause = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, age / 2));
  await deps.jobs.changeStep(step, {
    at,
    set: { dueAt: new Date(at.getTime() + pause).toISOString() },
    when: { equals: { work: 'settle', attempt: step.attempt } },
  });
}

async function book(
  { table, jobs, now, log }: SettleChargesDeps,
  step: Step,
  charged: number,
  note: string | undefined,
): Promise<void> {
  const at = now();
  const { jobId, step: name, attempt, credits } = step;
  const booked =
    charged === 0 && note === undefined
      ? await releaseCredits(table, step, at)
      : await settleCredits(table, step, charged, at, note);
  if (booked) {
    log.info('The charge was settled', { jobId, step: name, quoted: credits.quoted, charged, note });
    return;
  }
  // It was booked before, or was never held: there is nothing left to do.
  await jobs.changeStep(step, {
    at,
    remove: ['work', 'dueAt'],
    when: { equals: { work: 'settle', attempt, credits } },
  });
}

/** Books are kept in whole credits, and nobody earns any by a separation. */
function isCharge(credits: number): boolean {
  return Number.isInteger(credits) && credits >= 0 && credits <= MOST_CREDITS;
}

/** When it was requested, as near as is known. */
function startOf({ creatingAt, queuedAt, updatedAt }: Step): Date {
  return new Date(creatingAt ?? queuedAt ?? updatedAt);
}

function utc(text: string | undefined): number | undefined {
  const time = Date.parse(`${text?.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? undefined : time;
}
