import type { Log } from '../../../../shared/logging/logger.ts';

/** A log that keeps its lines as text, to look for what must not be in them. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (...parts: unknown[]) => {
    lines.push(JSON.stringify(parts));
  };
  return { lines, info: keep, warn: keep, error: keep };
}
