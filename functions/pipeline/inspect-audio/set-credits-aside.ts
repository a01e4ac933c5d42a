import { type AnnounceDeps, announceJob } from '../../../shared/jobs/announce-job.ts';
import { beginSeparations } from '../../../shared/jobs/begin-separations.ts';
import { type CreditLimits, reserveCredits } from '../../../shared/jobs/budget.ts';
import { ENDED_STATES } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import { monthOf } from '../../../shared/jobs/month-of.ts';
import { readBudget } from '../../../shared/jobs/read-budget.ts';
import { type QuoteStepsDeps, type Quotes, quoteSteps } from './quote-steps.ts';

/** The line on the record of a job that waits for credits. */
const OVER_BUDGET = 'over budget';
/** A job whose credits are booked while it is called over budget is looked at again this often. */
const ATTEMPTS = 5;

export interface SetCreditsAsideDeps extends QuoteStepsDeps, AnnounceDeps {
  readonly limits: CreditLimits;
}

/**
 * Quotes what has not begun, sets the credits aside and lets the job begin. A job for which there are not enough
 * waits, and says so: the clock tries again.
 *
 * @throws JobEnded, InvalidSeparation
 */
export async function setCreditsAside(deps: SetCreditsAsideDeps, whole: WholeJob): Promise<void> {
  const { jobId } = whole.job;
  const quotes = await quoteSteps(deps, whole);
  const outcome = await reserveCredits(deps.table, whole, { quotes, limits: deps.limits, at: deps.now() });
  if (outcome === 'reserved') {
    await beginSeparations(deps, await deps.jobs.getWhole(jobId));
    deps.log.info('The separations may begin', { jobId, credits: total(quotes) });
    return;
  }
  await writeQuotes(deps, whole, quotes);
  const why = await sentence(deps, outcome, jobId, total(quotes));
  await waitForCredits(deps, jobId, total(quotes), why);
  deps.log.warn('The job waits for credits', { jobId, why });
  await announceJob(deps, jobId);
}

/** For the clock that tries again: it looks at the quotes on the records. */
async function writeQuotes({ jobs, now }: SetCreditsAsideDeps, { steps }: WholeJob, quotes: Quotes) {
  const at = now();
  const quoted = steps.filter(({ step }) => quotes.has(step));
  await Promise.all(
    quoted.map((step) => {
      const { quoted: _before, ...credits } = step.credits;
      const quote = quotes.get(step.step);
      return jobs.changeStep(step, {
        at,
        set: { credits: quote === undefined ? credits : { ...credits, quoted: quote } },
        when: { state: ['blocked'], equals: { credits: step.credits } },
      });
    }),
  );
}

/** Calls the job over its budget, unless it ended or was cancelled meanwhile. */
async function waitForCredits(
  { jobs, now }: SetCreditsAsideDeps,
  jobId: JobId,
  quoted: number,
  why: string,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { state, credits, cancelledAt, events } = await jobs.get(jobId);
    if (cancelledAt !== undefined || ENDED_STATES.includes(state)) return;
    const at = now();
    const saysSo = events.some(({ what, detail }) => what === OVER_BUDGET && detail === why);
    const written = await jobs.change(jobId, {
      at,
      set: {
        state: 'over-budget',
        credits: { ...(credits ?? { reserved: 0 }), quoted },
        work: 'budget',
        dueAt: at.toISOString(),
      },
      ...(saysSo ? {} : { event: { what: OVER_BUDGET, detail: why } }),
      // Its credits may be booked at this moment, by an earlier attempt that is settled.
      when: {
        state: [state],
        ...(credits === undefined
          ? { absent: ['cancelledAt', 'credits'] }
          : { absent: ['cancelledAt'], equals: { credits } }),
      },
    });
    if (written !== undefined) return;
  }
  throw new Error(`The job ${jobId} changes all the time; that it waits for credits was not written.`);
}

async function sentence(
  { table, limits, now }: SetCreditsAsideDeps,
  outcome: 'over-month' | 'over-job',
  jobId: JobId,
  needed: number,
): Promise<string> {
  const approve = `npm run jobs -- approve ${jobId}`;
  if (outcome === 'over-job') {
    return (
      `It needs ${needed} credits, and the setting creditsPerJob allows ${limits.perJob}. It waits until somebody ` +
      `lets it run (${approve}) or cancels it.`
    );
  }
  const month = monthOf(now());
  const { reserved, charged } = await readBudget(table, month);
  const { perMonth = 0 } = limits;
  const left = Math.max(0, perMonth - reserved - charged);
  const comes =
    needed > perMonth
      ? 'That is more than any month allows: raise creditsPerMonth'
      : 'It begins when credits come back or the next month does; sooner, raise creditsPerMonth';
  return `It needs ${needed} credits, and ${left} of the ${perMonth} of ${month} are left. ${comes}, or let it run (${approve}).`;
}

function total(quotes: Quotes): number {
  return [...quotes.values()].reduce((sum: number, quote) => sum + (quote ?? 0), 0);
}
