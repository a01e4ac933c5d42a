import type { Step } from './step.ts';

/** What a step cost by all that is known when nobody tells: its quote, and the links to the mirror. In credits. */
export function asQuoted({ credits: { quoted = 0, mirror = 0 } }: Pick<Step, 'credits'>): number {
  return quoted + mirror;
}
