import { checkRetryable } from '../../shared/jobs/check-retryable.ts';
import { planRetry, type Resumption, type RetryPlan } from '../../shared/jobs/plan-retry.ts';
import { retryJob } from '../../shared/jobs/retry-job.ts';
import { asJson } from '../command-line/as-json.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { chosenJob } from './chosen-job.ts';
import { pipelineOf } from './pipeline-access.ts';
import { shownJob } from './shown-job.ts';

/** Takes a job up again that failed or was cancelled. */
export const retry: Command = {
  name: 'retry',
  usage: 'retry <job>',
  summary: 'go on with a failed job from where it stopped; what was paid for is not paid again',
  options: {
    'dry-run': { type: 'boolean', help: ['--dry-run', 'only say what it would do and pay'] },
    'pay-again': {
      type: 'boolean',
      help: ['--pay-again', 'begin everything anew that failed, also what was paid for'],
    },
    ...JSON_OPTION,
  },
  async run(call) {
    const access = await pipelineOf(call);
    const id = await chosenJob(access, call);
    const wish = { payAgain: call.flag('pay-again') };
    const before = await access.jobs.getWhole(id);
    checkRetryable(before);
    const plan = planRetry(before, wish);
    const json = call.flag('json');
    if (!json) for (const line of describePlan(plan)) call.print(line);
    if (call.flag('dry-run')) {
      if (json) call.print(asJson(shownPlan(plan)));
      return;
    }
    const whole = await retryJob(access, id, wish);
    if (json) call.print(asJson({ plan: shownPlan(plan), job: shownJob(whole) }));
    else call.print(`The job ${id} is under way again, attempt ${whole.job.attempt}.`);
  },
};

const DOES: Readonly<Record<Resumption, string>> = {
  keep: 'stays as it is',
  copy: 'copies its stems, which are paid for',
  wait: 'waits for its separation, which is paid for',
  'look-up':
    'looks for its lost request in the history of the account, and sends it again if it never arrived',
  again: 'begins anew',
};

function describePlan({ steps, credits, isPriceUnknown, lostCredits }: RetryPlan): string[] {
  const lines = steps.map(({ step, resumption }) => {
    const price = step.credits.quoted === undefined ? 'price not known' : creditCount(step.credits.quoted);
    return `  ${step.step}: ${DOES[resumption]}${resumption === 'again' ? ` (${price})` : ''}`;
  });
  const most = isPriceUnknown ? ' and what has no known price' : '';
  const lost = lostCredits > 0 ? ` The ${lostCredits} that were charged for these before are lost.` : '';
  return [
    ...lines,
    `It will pay ${creditCount(credits)}${most}; less where the result is in the cache.${lost}`,
  ];
}

function creditCount(credits: number): string {
  return credits === 1 ? '1 credit' : `${credits} credits`;
}

function shownPlan({ steps, ...plan }: RetryPlan) {
  return { ...plan, steps: steps.map(({ step, resumption }) => ({ step: step.step, resumption })) };
}
