import type { Command } from './command.ts';
import type { StackKind } from './stack-kind.ts';

/** A command line: what it is called, what it is for, and what it can do. */
export interface Program {
  /** As it is typed: `npm run operator --`. */
  readonly name: string;
  /** One sentence on what it is for. */
  readonly purpose: string;
  /** A command with words, to show how to ask for its help. */
  readonly example: string;
  readonly stack: StackKind;
  /** In the order in which the help lists them. */
  readonly commands: readonly Command[];
}
