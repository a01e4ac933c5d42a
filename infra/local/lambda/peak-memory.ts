import { readFileSync } from 'node:fs';

/**
 * Peak resident memory of a process in MB, or undefined where the platform has no /proc.
 *
 * Not getrusage: on Linux its maximum starts with the memory of the parent at the time of the fork (measured: 386
 * MB for a fresh Node of 60 MB started by a parent of 400 MB), so it says nothing about the function.
 */
export function peakMemoryMegabytes(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Math.ceil(Number(kilobytes) / 1024);
  } catch {
    // No /proc on this platform, or the process is already gone: the figure is then unknown, not an error.
    return undefined;
  }
}
