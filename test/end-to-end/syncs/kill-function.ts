import { readdirSync, readFileSync } from 'node:fs';
import type { LocalCloud } from '../../../infra/local/local-cloud.ts';

/**
 * Kills the processes of one function of a local cloud, as a machine does that breaks down. None but those: they are
 * known by the address of their own cloud.
 *
 * @returns how many there were.
 */
export function killFunction({ endpoint }: LocalCloud, namePart: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.filter((pid) => {
    const environment = environmentOf(pid);
    return (
      environment.includes(`AWS_ENDPOINT_URL=${endpoint}`) &&
      environment.some((line) => line.startsWith('AWS_LAMBDA_FUNCTION_NAME=') && line.includes(namePart))
    );
  });
  for (const pid of found) process.kill(Number(pid), 'SIGKILL');
  return found.length;
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // Somebody else's, or gone.
  }
}
