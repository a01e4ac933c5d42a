import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type * as z from 'zod';

/** A file of JSON lines that is only ever added to, and that a person can read and delete. */
export interface JsonLines<Line> {
  append(line: Line): void;
  /** Every whole line, oldest first. */
  all(): Line[];
}

/** Opens a file that only its owner may read. It need not exist yet. */
export function openJsonLines<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): JsonLines<z.output<Schema>> {
  mkdirSync(dirname(file), { recursive: true });
  return {
    // The line break in front ends a line that was torn when an earlier process ended.
    append: (line) => appendFileSync(file, `\n${JSON.stringify(line)}\n`, { mode: 0o600 }),
    all: () =>
      readText(file)
        .split('\n')
        .filter((line) => line !== '')
        .flatMap((line) => readLine(line, schema)),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** A line that was torn by the end of a process counts for nothing, and hides none of the others. */
function readLine<Schema extends z.ZodType>(line: string, schema: Schema): z.output<Schema>[] {
  try {
    return [schema.parse(JSON.parse(line))];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
