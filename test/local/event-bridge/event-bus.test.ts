import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import {
  createEventBus,
  type RuleConfig,
  type UndeliveredEvent,
} from '../../../infra/local/event-bridge/event-bus.ts';
import { scheduledEvent } from '../../../infra/local/event-bridge/scheduled-event.ts';
import { openEventJournal } from '../../../infra/local/event-journal.ts';

const event = { ...scheduledEvent('arn:rule'), source: 'shop', detail: { id: 7 } };
const target = { id: 'T', arn: 'arn:function', deadLetterArn: 'arn:queue' };
const rule = (over: Partial<RuleConfig> = {}): RuleConfig => ({
  name: 'sold',
  arn: 'arn:rule',
  enabled: true,
  pattern: { source: ['shop'] },
  targets: [target],
  ...over,
});

function bus(
  rules: RuleConfig[],
  deliver: (payload: unknown) => void | Promise<void>,
  journal = openEventJournal(),
) {
  const delivered: unknown[] = [];
  const dead: UndeliveredEvent[] = [];
  const waits: number[] = [];
  const created = createEventBus({
    rules,
    deliver: async (_, __, payload) => {
      await deliver(payload);
      delivered.push(payload);
    },
    deadLetter: (_, undelivered) => dead.push(undelivered),
    journal,
    log: () => {},
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
  return { ...created, delivered, dead, waits };
}

describe('createEventBus', () => {
  it('delivers a matching event and leaves out rules that are disabled or do not match', async () => {
    const { publish, stop, delivered } = bus(
      [rule(), rule({ arn: 'arn:off', enabled: false }), rule({ arn: 'arn:no', pattern: { source: ['x'] } })],
      () => {},
    );
    publish(event);
    await stop();
    expect(delivered).toEqual([event]);
  });

  it('tries again while the target fails on its own side', async () => {
    const deliver = vi.fn(() => {
      if (deliver.mock.calls.length < 3) throw new AwsServiceError('ServiceException', 'busy', 503);
    });
    const { deliverTo, delivered, waits } = bus([rule()], deliver);
    await deliverTo('arn:rule', event);
    expect(delivered).toHaveLength(1);
    expect(waits).toEqual([1000, 2000]);
  });

  it('tries again after a fault of its own, such as a database that is locked', async () => {
    const deliver = vi.fn(() => {
      if (deliver.mock.calls.length < 2) throw new Error('database is locked');
    });
    const { deliverTo, delivered, dead } = bus([rule()], deliver);
    await deliverTo('arn:rule', event);
    expect(delivered).toHaveLength(1);
    expect(dead).toEqual([]);
  });

  it('gives up after the retries of the policy and writes a dead letter', async () => {
    const { deliverTo, dead, waits } = bus(
      [rule({ targets: [{ ...target, retryPolicy: { maximumRetryAttempts: 2 } }] })],
      () => {
        throw new AwsServiceError('ServiceException', 'down', 500);
      },
    );
    await deliverTo('arn:rule', event);
    expect(waits).toHaveLength(2);
    expect(dead).toEqual([
      {
        body: event,
        attributes: {
          RULE_ARN: 'arn:rule',
          TARGET_ARN: 'arn:function',
          ERROR_CODE: 'ServiceException',
          ERROR_MESSAGE: 'down',
        },
      },
    ]);
  });

  it('gives up when the event would grow too old', async () => {
    const { deliverTo, dead, waits } = bus(
      [rule({ targets: [{ ...target, retryPolicy: { maximumEventAgeSeconds: 60 } }] })],
      () => {
        throw new AwsServiceError('ServiceException', 'down', 500);
      },
    );
    await deliverTo('arn:rule', event);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16000]);
    expect(dead).toHaveLength(1);
  });

  it('does not try again what was refused', async () => {
    const { deliverTo, dead, waits } = bus([rule()], () => {
      throw new AwsServiceError('AccessDenied', 'no', 403);
    });
    await deliverTo('arn:rule', event);
    expect([dead.length, waits.length]).toEqual([1, 0]);
  });

  it('leaves what is not delivered yet to the next process, and delivers it once', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bus-'));
    const busy = openEventJournal(directory);
    const before = bus([rule()], () => Promise.reject(new Error('busy')), busy);
    before.publish(event);
    await before.stop();
    expect(before.dead).toEqual([]);
    busy.close();

    const kept = openEventJournal(directory);
    const after = bus([rule()], () => {}, kept);
    after.resume();
    await after.stop();
    expect(after.delivered).toEqual([event]);
    expect(kept.pending()).toEqual([]);
    kept.close();
  });

  it('keeps an event that comes while it stops, and drops one whose rule is gone', async () => {
    const journal = openEventJournal();
    const stopped = bus([rule()], () => {}, journal);
    await stopped.stop();
    stopped.publish(event);
    expect(stopped.delivered).toEqual([]);
    expect(journal.pending()).toHaveLength(1);
    bus([], () => {}, journal).resume();
    expect(journal.pending()).toEqual([]);
  });

  it('refuses a rule it cannot compile, by name', () => {
    expect(() => bus([rule({ pattern: { source: [{ regex: 'x' }] } })], () => {})).toThrow('The rule sold');
  });
});
