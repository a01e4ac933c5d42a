import type { WriteStream } from 'node:tty';

/** Lines that change in place on a terminal; elsewhere each change is a line of its own. */
export interface ProgressDisplay {
  show(lines: readonly string[]): void;
}

/** What a terminal that does not tell its size is taken to have. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

export function progressDisplay(stream: WriteStream): ProgressDisplay {
  let shown: readonly string[] = [];
  return {
    show(lines) {
      if (stream.isTTY && lines.length < (stream.rows || DEFAULT_ROWS)) {
        if (shown.length > 0) stream.moveCursor(0, -shown.length);
        for (const line of lines) {
          stream.clearLine(0);
          stream.write(`${line.slice(0, stream.columns || DEFAULT_COLUMNS)}\n`);
        }
      } else {
        for (const [index, line] of lines.entries()) {
          if (line !== shown[index]) stream.write(`${line}\n`);
        }
      }
      shown = [...lines];
    },
  };
}
