import { AsyncLocalStorage } from 'node:async_hooks';
import type { Simulation } from './simulation.ts';

/** How likely each fate of an outgoing call is. */
export interface Dangers {
  readonly kill: number;
  readonly cut: number;
  /** Others run while the caller stands still. */
  readonly pause: number;
}

export const SAFE: Dangers = { kill: 0, cut: 0, pause: 0 };

/** The function was killed, or ran out of time. */
class FunctionKilled extends Error {
  override readonly name: string;

  constructor(name: 'Runtime.ExitError' | 'Sandbox.Timedout') {
    super('The function was killed.');
    this.name = name;
  }
}

/** A connection to AWS broke. */
export class ConnectionLost extends Error {
  override readonly name = 'TimeoutError';

  constructor() {
    super('socket hang up');
  }
}

interface Invocation {
  readonly name: string;
  readonly deadline: number;
  readonly calls: OutgoingCalls;
  readonly depth: number;
  /** Its calls are answered in the order in which it makes them, so that the same seed gives the same history. */
  lastCall: Promise<unknown>;
  die(reason: FunctionKilled): void;
}

const invocations = new AsyncLocalStorage<Invocation>();

/** Stands between the functions of one history and everything that they call. */
export class OutgoingCalls {
  dangers: Dangers = SAFE;
  readonly #simulation: Simulation;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Runs a function as one invocation, which may be killed at any of its calls. */
  async invoke<Answer>(name: string, timeoutMs: number, body: () => Promise<Answer>): Promise<Answer> {
    const depth = (invocations.getStore()?.depth ?? 0) + 1;
    const deadline = this.#simulation.now + timeoutMs;
    let die: (reason: FunctionKilled) => void = () => undefined;
    const death = new Promise<never>((_, reject) => {
      die = reject;
    });
    return Promise.race([
      invocations.run({ name, deadline, calls: this, depth, die, lastCall: Promise.resolve() }, body),
      death,
    ]);
  }

  /** Decides over one call of the invocation that makes it. */
  async pass<Answer>(what: string, effect: () => Promise<Answer>, invocation: Invocation): Promise<Answer> {
    const simulation = this.#simulation;
    const { kill, cut, pause } = this.dangers;
    const fate = simulation.random();
    if (fate < kill) return this.#kill(what, simulation.chance(0.5) ? effect : undefined, invocation);
    if (fate < kill + cut) {
      const isDone = simulation.chance(0.5);
      simulation.tell(`${invocation.name}: ${what} is cut ${isDone ? 'after' : 'before'} it was done`);
      if (isDone) await effect();
      throw new ConnectionLost();
    }
    if (fate < kill + cut + pause && invocation.depth < 3) {
      simulation.tell(`${invocation.name}: stands still before ${what}`);
      for (let others = simulation.between(1, 4); others > 0; others--) {
        if (!(await simulation.runNext(invocation.deadline))) break;
      }
      simulation.tell(`${invocation.name}: goes on with ${what}`);
      if (simulation.now >= invocation.deadline) return this.#timeOut(what, invocation);
    }
    return effect();
  }

  #timeOut(what: string, invocation: Invocation): Promise<never> {
    this.#simulation.tell(`${invocation.name}: is out of time before ${what}`);
    invocation.die(new FunctionKilled('Sandbox.Timedout'));
    return forever();
  }

  async #kill<Answer>(
    what: string,
    effect: (() => Promise<Answer>) | undefined,
    invocation: Invocation,
  ): Promise<never> {
    this.#simulation.tell(`${invocation.name}: is killed ${effect ? 'after' : 'before'} ${what}`);
    await effect?.();
    invocation.die(new FunctionKilled('Runtime.ExitError'));
    return forever();
  }
}

/** What is left of the time of the invocation that is running, in milliseconds. */
export function remainingMs(simulation: Simulation): number {
  const deadline = invocations.getStore()?.deadline;
  if (deadline === undefined) throw new Error('No function is running.');
  return Math.max(0, deadline - simulation.now);
}

/**
 * Makes a call on behalf of the invocation that is running; calls of the test itself are never disturbed.
 *
 * @param isWithinAnother it is made while another call is under way, whose body waits for it
 */
export async function outgoing<Answer>(
  what: string,
  effect: () => Promise<Answer>,
  isWithinAnother = false,
): Promise<Answer> {
  const invocation = invocations.getStore();
  if (invocation === undefined) return effect();
  const call = () => invocation.calls.pass(what, effect, invocation);
  if (isWithinAnother) return call();
  const answer = invocation.lastCall.then(call);
  invocation.lastCall = answer.catch(() => undefined);
  return answer;
}

/** Runs what is no part of the invocation that stands still meanwhile. */
export function outsideInvocations<Answer>(work: () => Answer): Answer {
  return invocations.exit(work);
}

/** What a killed function waits for. */
function forever(): Promise<never> {
  return new Promise(() => undefined);
}
