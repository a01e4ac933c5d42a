/** The process of a function was killed: nothing that it tries afterwards reaches anybody. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/** Kills one run of a function at one of its calls, before or after the call is made. */
export class Mortal {
  #left: number;
  #isDead = false;
  hasKilled = false;

  /** @param lives how many points are passed before the one where it dies; by default it never does. */
  constructor(lives = Number.POSITIVE_INFINITY) {
    this.#left = lives;
  }

  /** Every call passes two points. */
  async call<Answer>(make: () => Promise<Answer>): Promise<Answer> {
    this.point();
    const answer = await make();
    this.point();
    return answer;
  }

  point(): void {
    if (!this.#isDead && !this.hasKilled && this.#left-- <= 0) {
      this.#isDead = true;
      this.hasKilled = true;
    }
    if (this.#isDead) throw new Killed();
  }

  /** Runs a function as often as Lambda and Step Functions do: again when it was killed. */
  async run<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#isDead = false;
    try {
      return await work();
    } catch (error) {
      if (!this.#isDead) throw error;
      this.#isDead = false;
      return work();
    }
  }
}
