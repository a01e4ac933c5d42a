import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as tick } from 'node:timers/promises';

/** A run that is killed at one of its calls to the outside: before it leaves, or before its answer is read. */
export interface Death {
  readonly atCall: number;
  readonly when: 'before' | 'after';
}

class Killed extends Error {
  override readonly name = 'Killed';
}

interface Run {
  readonly death: Death | undefined;
  calls: number;
  isDead: boolean;
}

/**
 * Runs several functions at once, their calls to the outside mixed as a chooser says, one call at a time. A killed
 * run makes no further call, whatever its code does about the error.
 */
export class Killables {
  readonly #current = new AsyncLocalStorage<Run>();
  readonly #parked: (() => Promise<void>)[] = [];
  readonly #choose: (count: number) => number;
  #alive = 0;
  /** Errors of runs that were not killed. */
  readonly errors: unknown[] = [];

  constructor(choose: (count: number) => number) {
    this.#choose = choose;
  }

  /** Begins a run; its calls wait until `settle` lets them go. */
  start(work: () => Promise<unknown>, death?: Death): void {
    const run: Run = { death, calls: 0, isDead: false };
    this.#alive += 1;
    this.#current.run(run, async () => {
      try {
        await work();
      } catch (error) {
        if (!run.isDead) this.errors.push(error);
      } finally {
        this.#alive -= 1;
      }
    });
  }

  /** A call to the outside. Outside of a run it is made at once. */
  async call<Answer>(make: () => Promise<Answer>): Promise<Answer> {
    const run = this.#current.getStore();
    if (run === undefined) return make();
    if (run.isDead) throw new Killed();
    const turn = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    this.#parked.push(() => {
      turn.resolve();
      return over.promise;
    });
    await turn.promise;
    try {
      // It may have died at a call that it made beside this one.
      if (run.isDead) throw new Killed();
      run.calls += 1;
      const dies = run.death?.atCall === run.calls ? run.death.when : undefined;
      if (dies !== undefined) run.isDead = true;
      if (dies === 'before') throw new Killed();
      if (dies === undefined) return await make();
      await make().catch(() => undefined);
      throw new Killed();
    } finally {
      over.resolve();
    }
  }

  /** Lets all runs go on to their ends. */
  async settle(): Promise<void> {
    while (this.#alive > 0) {
      const [next] = this.#parked.splice(this.#choose(this.#parked.length), 1);
      await next?.();
      await tick();
    }
  }
}
