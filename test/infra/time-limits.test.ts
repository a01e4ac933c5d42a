import { describe, expect, it } from 'vitest';
import { timeLimits } from '../../infra/time-limits.ts';
import { CALL_LIMITS } from '../../shared/mvsep/client/call-limits.ts';
import { appWith, stateMachinesOf, templateOf } from './synthesize.ts';

/** What API Gateway waits for a function at most. */
const GATEWAY_SECONDS = 30;
/** What Lambda lets any function run. */
const LAMBDA_SECONDS = 900;

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
