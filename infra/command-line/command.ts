import type { Deployment } from './deployment.ts';

/** An option of a command: `--note "…"` with a value, or `--dry-run` without. */
interface CommandOption {
  readonly type: 'string' | 'boolean';
  /** What the help says of it: `--note <text>   why, for the ledger`. */
  readonly help: readonly [form: string, meaning: string];
}

/** One call of a command, as it was typed. */
export interface CommandCall {
  /** What follows the name, without options. */
  readonly words: readonly string[];
  /** The value of an option; undefined when it was not given. */
  option(name: string): string | undefined;
  /** Whether an option without a value was given. */
  flag(name: string): boolean;
  /** The deployment to work on. Commands that need none never look for it. */
  deployment(): Promise<Deployment>;
  readonly print: (line: string) => void;
  readonly now: () => Date;
}

/**
 * Something that an operator does by hand. To add a command, write one of these in a file of its own and name it
 * among the commands of its program.
 */
export interface Command {
  readonly name: string;
  /** Its arguments, as the help shows them. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: Readonly<Record<string, CommandOption>>;
  /**
   * @throws WrongUsage when the arguments make no sense; any other error says in a sentence what went wrong.
   */
  run(call: CommandCall): Promise<void>;
}
