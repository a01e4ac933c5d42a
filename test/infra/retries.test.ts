import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appWith, stateMachinesOf, templateOf } from './synthesize.ts';

/** Errors that say of themselves that the step may be tried again, by the name that Step Functions sees. */
function retryableErrors(): string[] {
  return readdirSync('shared/errors').flatMap((file) => {
    const source = readFileSync(`shared/errors/${file}`, 'utf8');
    const name = /override readonly name = '(\w+)'/.exec(source.split('export ').at(-1) ?? '')?.[1];
    return name !== undefined && source.includes('retryable: true') ? [name] : [];
  });
}

/** Errors that never leave a function: the poller and the webhook keep them, since both look again anyway. */
const KEPT_INSIDE = ['MvsepProtocolError'];
/** The one step that spends money, and what it may be repeated after: nothing that may have been charged. */
const SPENDING_STEP = 'Create separation';
const NOTHING_CHARGED = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'MvsepBusy',
  'MvsepUnavailable',
];
/** A killed function is run again to find its own mark and say what happened; it sends nothing. */
const KILLED = ['Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError', 'States.Timeout'];

describe('retries', () => {
  const app = appWith({ upstream: 'engine' });
  const tasks = ['Engine', 'Pipeline'].flatMap((stack) =>
    stateMachinesOf(templateOf(app, stack)).flatMap((machine) => machine.tasks),
  );
  const retried = tasks.flatMap(({ Retry }) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals));

  it('stand in a workflow for every error that calls itself retryable', () => {
    expect(retryableErrors()).toContain('DownloadFailed');
    const missing = retryableErrors().filter(
      (name) => !retried.includes(name) && !KEPT_INSIDE.includes(name),
    );
    // A webhook is retried whatever went wrong.
    expect(missing).toEqual(['WebhookFailed']);
  });

  it('never repeat what may have been charged', () => {
    const spending = tasks.find(({ name }) => name === SPENDING_STEP);
    const errors = (spending?.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((name) => ![...NOTHING_CHARGED, ...KILLED].includes(name))).toEqual([]);
  });
});
