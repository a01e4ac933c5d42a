import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { randomNumbers } from '../../upstream/random-numbers.ts';
import { outsideInvocations } from './outgoing-calls.ts';

interface Activity {
  readonly at: number;
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * A clock, chance, and what happens next. Activities run one after another, those of one time in any order; the
 * same seed gives the same history.
 */
export class Simulation {
  readonly start = Date.parse('2026-08-12T12:00:00.000Z');
  now = this.start;
  readonly random: () => number;
  /** What happened, for the story of a history that failed. */
  readonly story: string[] = [];
  readonly #activities: Activity[] = [];

  constructor(seed: number) {
    this.random = randomNumbers(seed);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  }

  tell(line: string): void {
    this.story.push(`${new Date(this.now).toISOString().slice(5, 23)} ${line}`);
  }

  schedule(delayMs: number, name: string, run: () => Promise<void>): void {
    this.#activities.push({ at: this.now + delayMs, name, run });
  }

  /** Comes back after this time of the history. */
  sleep(delayMs: number, name: string): Promise<void> {
    return new Promise((resolve) => this.schedule(delayMs, name, async () => resolve()));
  }

  /** Runs everything that is due up to then; for a function that waits while it runs. */
  async runUntil(time: number): Promise<void> {
    while (await this.runNext(time));
    this.now = Math.max(this.now, time);
  }

  /** Runs what is due first, unless that is later than this; false when nothing was run. */
  async runNext(until = Number.POSITIVE_INFINITY): Promise<boolean> {
    const first = Math.min(...this.#activities.map(({ at }) => at));
    if (!Number.isFinite(first) || first > until) return false;
    const due = this.#activities.filter(({ at }) => at === first);
    const next = this.pick(due);
    this.#activities.splice(this.#activities.indexOf(next), 1);
    this.now = Math.max(this.now, next.at);
    await outsideInvocations(next.run);
    // What waited for it goes on before anything else is run.
    await turnOfTheLoop();
    return true;
  }
}
