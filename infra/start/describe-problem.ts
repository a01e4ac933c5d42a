import { WrongUsage } from '../command-line/wrong-usage.ts';
import { UnusableSettings } from '../unusable-settings.ts';

/** What went wrong, for the person at the keyboard, and what to do next. A stack only for our own mistakes. */
export function describeProblem(error: unknown): string {
  if (error instanceof WrongUsage) return `${error.message}\n\nnpm start -- --help says more.`;
  if (error instanceof UnusableSettings) return error.message;
  if (!(error instanceof Error)) return String(error);
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `${takenPort(error.message)} is taken. Choose another with --port, --pipeline-port or --engine-port.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOSPC':
      return `A file or folder cannot be written: ${error.message}. Choose others with --data and --out.`;
    case 'MODULE_NOT_FOUND':
    case 'ERR_MODULE_NOT_FOUND':
      return `A package is missing: ${error.message.split('\n')[0]}. Run npm ci, and start again.`;
    default:
      // The local cloud's own sentences need no stack; anything that is no plain Error is a mistake of ours.
      return error.name === 'Error' ? error.message : (error.stack ?? error.message);
  }
}

function takenPort(message: string): string {
  const [, port] = /:(\d+)/.exec(message) ?? [];
  return port === undefined ? 'A port' : `The port ${port}`;
}

/** The system's code of an error, or of what caused it. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}
