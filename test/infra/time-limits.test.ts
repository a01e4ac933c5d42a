import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';
import { timeLimits } from '../../infra/time-limits.ts';
import { CALL_LIMITS } from '../../shared/mvsep/client/call-limits.ts';
import { appWith, stateMachinesOf, templateOf } from './synthesize.ts';

/** What API Gateway waits for a function at most. */
const GATEWAY_SECONDS = 30;
/** What Lambda lets any function run. */
const LAMBDA_SECONDS = 900;

/** A Standard workflow may run for a year. */
const LONGEST_EXECUTION_SECONDS = 365 * 86_400;

const calls = {
  create: CALL_LIMITS.uploadMs / 1000,
  webhook: (2 * CALL_LIMITS.webhookMs) / 1000,
  poll: (2 * CALL_LIMITS.pollMs) / 1000,
};

describe('time limits', () => {
  it('let a call give up before its function', () => {
    expect(calls.create).toBeLessThan(timeLimits.createFunction.toSeconds());
    expect(calls.webhook).toBeLessThan(timeLimits.httpFunction.toSeconds());
    expect(calls.poll).toBeLessThan(timeLimits.shortFunction.toSeconds());
  });

  it('let a function that answers HTTP give up before the gateway', () => {
    expect(timeLimits.httpFunction.toSeconds()).toBeLessThan(GATEWAY_SECONDS);
  });

  it('let a run of a clock end before the next one begins', () => {
    const clocks = templateOf(appWith({}), 'Pipeline').findResources('AWS::Events::Rule');
    const everyMinute = Object.values(clocks).filter(
      ({ Properties }) => Properties.ScheduleExpression === 'rate(1 minute)',
    );
    expect(everyMinute).toHaveLength(2);
    expect(timeLimits.clockFunction.toSeconds()).toBeLessThan(60);
    expect(calls.poll).toBeLessThan(timeLimits.clockFunction.toSeconds());
    expect(timeLimits.sweepFunction.toSeconds()).toBeLessThan(86_400);
  });

  it('keep a daily tick for an hour when there is no room to run, and an old one of a minute never', () => {
    const ages = Object.values(
      templateOf(appWith({}), 'Pipeline').findResources('AWS::Lambda::EventInvokeConfig'),
    )
      .filter(({ Properties }) => Properties.MaximumRetryAttempts === 0)
      .map(({ Properties }) => Properties.MaximumEventAgeInSeconds);
    expect(ages.sort((left, right) => left - right)).toEqual([60, 60, 600, 3600, 3600]);
  });

  it.each([
    {},
    { queueTimeoutDays: 1, separationTimeoutHours: 1 },
    { queueTimeoutDays: 300, separationTimeoutHours: 240 },
  ])(
    'let a wait last as long as its turn and its separation may take, and an execution longer (%j)',
    (own) => {
      const { queueTimeoutDays, separationTimeoutHours } = readSettings(own);
      const longestWait = queueTimeoutDays * 86_400 + separationTimeoutHours * 3600;
      const [machine] = stateMachinesOf(templateOf(appWith(own), 'Pipeline'));
      const wait = machine?.tasks.find(({ name }) => name === 'Separate');
      expect(wait?.TimeoutSeconds).toBe(longestWait);
      expect(machine?.TimeoutSeconds).toBe(longestWait + timeLimits.executionMargin.toSeconds());
      expect(machine?.TimeoutSeconds).toBeLessThan(LONGEST_EXECUTION_SECONDS);
    },
  );

  const app = appWith({ upstream: 'engine' });
  for (const stack of ['Engine', 'Pipeline']) {
    const template = templateOf(app, stack);
    const functions = template.findResources('AWS::Lambda::Function');

    it(`let every function of ${stack} give up before Lambda does`, () => {
      for (const { Properties } of Object.values(functions)) {
        expect(Properties.Timeout).toBeLessThan(LAMBDA_SECONDS);
      }
    });

    it(`let every function of ${stack} give up before its task, and every task before its execution`, () => {
      for (const { TimeoutSeconds, tasks } of stateMachinesOf(template)) {
        expect(tasks.length).toBeGreaterThan(0);
        for (const task of tasks) {
          expect(functions[task.functionId]?.Properties.Timeout).toBeLessThan(task.TimeoutSeconds);
          expect(task.TimeoutSeconds).toBeLessThan(TimeoutSeconds);
        }
      }
    });
  }
});
