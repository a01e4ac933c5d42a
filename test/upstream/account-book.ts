/** One charge of the account, and what became of it. */
export interface Charge {
  /** Hash of the separation that was paid for. */
  readonly hash: string;
  /** Name of the file, as it was uploaded or as the link ended. */
  readonly fileName: string;
  /** Of the audio, in hex. */
  readonly audioSha256: string;
  readonly type: number;
  readonly credits: number;
  refunded: boolean;
}

/** What the account paid for, in order: the witness of "charged twice". */
export class AccountBook {
  readonly charges: Charge[] = [];
  readonly #start: number;

  constructor(credits: number) {
    this.#start = credits;
  }

  get creditsLeft(): number {
    return this.#start - this.creditsSpent();
  }

  /** Credits that were taken and not given back. */
  creditsSpent(): number {
    return this.kept().reduce((sum, { credits }) => sum + credits, 0);
  }

  /** Charges that were not given back. */
  kept(): Charge[] {
    return this.charges.filter(({ refunded }) => !refunded);
  }

  /** Charges under a file name that holds this text, such as an upload id. */
  under(text: string): Charge[] {
    return this.charges.filter(({ fileName }) => fileName.includes(text));
  }

  /** Names under which the account paid more than once. */
  twiceCharged(): string[] {
    return repeated(this.kept().map(({ fileName }) => fileName));
  }

  /** Audio of which the account paid the same type more than once, by digest and type. */
  twiceSeparated(): string[] {
    return repeated(this.kept().map(({ audioSha256, type }) => `${audioSha256} ${type}`));
  }

  refund(hash: string): void {
    for (const charge of this.charges) if (charge.hash === hash) charge.refunded = true;
  }
}

function repeated(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
}
