import { Cron } from 'croner';

/** When a schedule fires: every so often, or at the times of a calendar. */
export type Schedule =
  | { readonly kind: 'rate'; readonly intervalMilliseconds: number }
  | { readonly kind: 'cron'; next(after: Date): Date | null };

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Reads an EventBridge schedule expression: `rate(5 minutes)` or `cron(0 12 * * ? *)`, times in UTC.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 * @throws Error for anything else
 */
export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) {
    const [, count, unit, plural] = rate;
    const interval = Number(count) * (UNIT_MILLISECONDS[unit ?? ''] ?? 0);
    // AWS insists on "1 minute" and "2 minutes".
    if (interval > 0 && (count === '1') === (plural === ''))
      return { kind: 'rate', intervalMilliseconds: interval };
  }
  const cron = /^cron\((\S+ \S+ (\S+) \S+ (\S+) \S+)\)$/.exec(expression);
  if (cron !== null) {
    const [, fields = '', dayOfMonth, dayOfWeek] = cron;
    // AWS wants exactly one of the two days to be left open by a question mark.
    if ((dayOfMonth === '?') !== (dayOfWeek === '?')) return calendar(fields);
  }
  throw new Error(`The schedule expression ${expression} is not one that EventBridge takes.`);
}

/**
 * AWS's dialect in croner's terms: seconds are added, `?` becomes `*` (croner would put in the current
 * time), weekdays count from 1 = Sunday, and `0/5` means "from 0 in steps of 5".
 */
function calendar(fields: string): Schedule {
  const pattern = new Cron(`0 ${fields.replaceAll('?', '*')}`, {
    mode: '7-part',
    sloppyRanges: true,
    alternativeWeekdays: true,
    timezone: 'UTC',
    paused: true,
  });
  return { kind: 'cron', next: (after) => pattern.nextRun(after) };
}
