import { parseSchedule, type Schedule } from './parse-schedule.ts';

export interface ScheduledRule {
  readonly arn: string;
  readonly expression: string;
}

/** Longest wait of one timer: Node's timers overflow at 24.8 days. */
const LONGEST_TIMER_MILLISECONDS = 86_400_000;

/**
 * Fires rules by the clock until stopped. A rate begins when the local cloud starts, so it first fires one
 * interval later. A clock that jumped ahead (a laptop asleep) fires once, not once for each missed time.
 * @returns a function that stops all timers
 */
export function startScheduleTimers(
  rules: readonly ScheduledRule[],
  fire: (ruleArn: string) => void,
): () => void {
  const stops = rules.map(({ arn, expression }) => runTimer(parseSchedule(expression), () => fire(arn)));
  return () => {
    for (const stop of stops) stop();
  };
}

function runTimer(schedule: Schedule, fire: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let due = nextDue(schedule, Date.now(), Date.now());
  const wait = (): void => {
    if (due === undefined) return;
    const remaining = Math.min(due - Date.now(), LONGEST_TIMER_MILLISECONDS);
    // Timers may not keep a process alive that has nothing else left to do.
    timer = setTimeout(wake, Math.max(remaining, 0)).unref();
  };
  const wake = (): void => {
    if (due !== undefined && Date.now() >= due) {
      due = nextDue(schedule, due, Date.now());
      fire();
    }
    wait();
  };
  wait();
  return () => clearTimeout(timer);
}

function nextDue(schedule: Schedule, last: number, now: number): number | undefined {
  if (schedule.kind === 'cron') return schedule.next(new Date(now))?.getTime();
  const { intervalMilliseconds } = schedule;
  const missed = Math.floor((now - last) / intervalMilliseconds);
  return last + (missed + 1) * intervalMilliseconds;
}
