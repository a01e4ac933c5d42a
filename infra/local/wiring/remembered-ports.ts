import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const portsSchema = z.record(z.string(), z.int().min(1).max(65_535));

/** Ports by server name ("endpoint", "Stack/LogicalId"). */
export type Ports = Readonly<Record<string, number>>;

/** The ports of the last start; empty at the first. */
export function rememberedPorts(directory: string): Ports {
  try {
    return portsSchema.parse(JSON.parse(readFileSync(fileIn(directory), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Error(`${fileIn(directory)} is damaged. Delete it: new ports will be chosen.`, {
      cause: error,
    });
  }
}

/** Keeps the ports for the next start, so that addresses people noted down stay valid. */
export function rememberPorts(directory: string, ports: Ports): void {
  writeFileSync(fileIn(directory), `${JSON.stringify(ports, null, 2)}\n`);
}

function fileIn(directory: string): string {
  return join(directory, 'ports.json');
}
