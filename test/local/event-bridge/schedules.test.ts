import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSchedule } from '../../../infra/local/event-bridge/parse-schedule.ts';
import { startScheduleTimers } from '../../../infra/local/event-bridge/schedule-timers.ts';

const after = new Date('2026-11-20T10:07:30Z'); // a Friday
const next = (expression: string) => {
  const schedule = parseSchedule(expression);
  return schedule.kind === 'cron' ? schedule.next(after)?.toISOString() : schedule.intervalMilliseconds;
};

describe('parseSchedule', () => {
  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 hours)', 18_000_000],
    ['rate(30 days)', 2_592_000_000],
    ['cron(0 12 * * ? *)', '2026-11-20T12:00:00.000Z'],
    ['cron(0/5 * * * ? *)', '2026-11-20T10:10:00.000Z'],
    ['cron(15 10 ? * MON-FRI *)', '2026-11-20T10:15:00.000Z'],
    ['cron(0 8 ? * 2 *)', '2026-11-23T08:00:00.000Z'],
    ['cron(0 8 ? * 6L *)', '2026-11-27T08:00:00.000Z'],
    ['cron(0 8 L * ? *)', '2026-11-30T08:00:00.000Z'],
    ['cron(0 8 ? * 2#1 *)', '2026-12-07T08:00:00.000Z'],
    ['cron(0 0 1 1 ? 2028)', '2028-01-01T00:00:00.000Z'],
  ])('accepts %s', (expression, expected) => expect(next(expression)).toBe(expected));

  it.each([
    ['rate(1 minutes)'],
    ['rate(2 minute)'],
    ['rate(0 minutes)'],
    ['rate(5 seconds)'],
    ['cron(0 12 * * * *)'],
    ['cron(0 12 ? * ? *)'],
    ['cron(0 12 * * ?)'],
    ['at(2026-01-01T00:00:00)'],
  ])('refuses %s', (expression) => expect(() => parseSchedule(expression)).toThrow('schedule expression'));
});

describe('startScheduleTimers', () => {
  beforeEach(() => void vi.useFakeTimers({ now: after }));
  afterEach(() => void vi.useRealTimers());

  const fired = (expression: string, milliseconds: number) => {
    const fire = vi.fn();
    const stop = startScheduleTimers([{ arn: 'arn:rule', expression }], fire);
    vi.advanceTimersByTime(milliseconds);
    stop();
    vi.advanceTimersByTime(milliseconds);
    return fire.mock.calls.length;
  };

  it('fires a rate every interval, and not after it was stopped', () => {
    expect(fired('rate(1 minute)', 5 * 60_000)).toBe(5);
  });

  it('fires a rate longer than a timer of Node can be', () => {
    expect(fired('rate(30 days)', 61 * 86_400_000)).toBe(2);
  });

  it('fires at the times of a calendar', () => {
    expect(fired('cron(0/15 * * * ? *)', 3_600_000)).toBe(4);
  });

  it('fires once after the clock jumped ahead', () => {
    const fire = vi.fn();
    const stop = startScheduleTimers([{ arn: 'arn:rule', expression: 'rate(1 minute)' }], fire);
    vi.setSystemTime(after.getTime() + 3_600_000);
    vi.advanceTimersByTime(60_000);
    stop();
    expect(fire).toHaveBeenCalledTimes(1);
  });
});
