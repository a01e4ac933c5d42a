/** A clock that only moves when everybody who lives by it is asleep. */
export interface FakeTime {
  /** @param skewMs by how much this reader's own clock is ahead */
  now(skewMs?: number): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Does things that begin at given times, in milliseconds from the start, and ends when all of them have. */
  play(things: readonly { readonly atMs: number; act(): Promise<unknown> }[]): Promise<void>;
}

export function createFakeTime(start: Date): FakeTime {
  let now = start.getTime();
  let awake = 0;
  let allAsleep: (() => void) | undefined;
  const sleepers: { readonly at: number; wake(): void }[] = [];

  function rest(): void {
    awake -= 1;
    if (awake === 0) allAsleep?.();
  }

  return {
    now: (skewMs = 0) => new Date(now + skewMs),
    sleep(milliseconds) {
      const at = now + milliseconds;
      rest();
      return new Promise((resolve) => sleepers.push({ at, wake: resolve }));
    },
    async play(things) {
      const errors: unknown[] = [];
      for (const { atMs, act } of things) {
        sleepers.push({
          at: start.getTime() + atMs,
          wake: () =>
            act()
              .catch((error) => errors.push(error))
              .finally(rest),
        });
      }
      while (sleepers.length > 0) {
        const next = Math.min(...sleepers.map(({ at }) => at));
        now = Math.max(now, next);
        const woken = sleepers.filter(({ at }) => at <= now);
        for (const sleeper of woken) sleepers.splice(sleepers.indexOf(sleeper), 1);
        awake += woken.length;
        const quiet = new Promise<void>((resolve) => {
          allAsleep = resolve;
        });
        for (const { wake } of woken) wake();
        await quiet;
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}
