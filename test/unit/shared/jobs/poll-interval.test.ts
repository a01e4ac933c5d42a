import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPoll, nextPoll } from '../../../../shared/jobs/poll-interval.ts';
import { START } from './sample-job.ts';

const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

function wait(ageSeconds: number, position: number | undefined, webhook: boolean): number {
  const now = later(ageSeconds);
  return (nextPoll({ createdAt: START, now, position, webhook }).getTime() - now.getTime()) / 1000;
}

const age = fc.integer({ min: 0, max: 10 * 24 * 3600 });
const position = fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined });

describe('the time to the next look', () => {
  it('never gets shorter with age, with the place in the queue, or when a webhook is expected', () => {
    fc.assert(
      fc.property(age, age, position, position, (one, other, here, there) => {
        const [younger, older] = [Math.min(one, other), Math.max(one, other)];
        const [front, back] = [Math.min(here ?? 0, there ?? 0), Math.max(here ?? 0, there ?? 0)];
        for (const webhook of [true, false]) {
          expect(wait(older, here, webhook)).toBeGreaterThanOrEqual(wait(younger, here, webhook));
          expect(wait(one, back, webhook)).toBeGreaterThanOrEqual(wait(one, front, webhook));
        }
        expect(wait(one, here, true)).toBeGreaterThanOrEqual(wait(one, here, false));
      }),
    );
  });

  it('is at least a quarter of a minute and at most ten, or half an hour behind webhooks', () => {
    fc.assert(
      fc.property(age, position, fc.boolean(), (seconds, place, webhook) => {
        expect(wait(seconds, place, webhook)).toBeGreaterThanOrEqual(webhook ? 240 : 15);
        expect(wait(seconds, place, webhook)).toBeLessThanOrEqual(webhook ? 1_800 : 600);
      }),
    );
  });

  it.each([
    [0, undefined, false, 15],
    [60, undefined, false, 15],
    [120, undefined, false, 30],
    [120, 3, false, 60],
    [86_400, 0, false, 600],
    [240, undefined, true, 240],
    [600, 6, true, 660],
    [86_400, 0, true, 1_800],
  ])('at %i s, at place %s, webhook expected: %s, is %i s', (seconds, place, webhook, expected) => {
    expect(wait(seconds, place, webhook)).toBe(expected);
  });

  it('begins soon when nobody else tells, and after most webhooks when somebody does', () => {
    expect(firstPoll(START, { webhook: false })).toEqual(later(20));
    expect(firstPoll(START, { webhook: true })).toEqual(later(240));
  });
});
