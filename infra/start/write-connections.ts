import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCloud } from '../local/local-cloud.ts';

/** Where, in the data directory, other programs of this machine's user find how to reach the local cloud. */
export const connectionsFile = 'outputs.json';

/**
 * Writes how to reach the local cloud and what its stacks put out. It holds keys: only this user may read it.
 * Written beside and renamed, so that nobody ever reads half of it.
 */
export async function writeConnections(
  {
    endpoint,
    region,
    credentials,
    outputs,
  }: Pick<LocalCloud, 'endpoint' | 'region' | 'credentials' | 'outputs'>,
  dataDirectory: string,
): Promise<void> {
  const { accessKeyId, secretAccessKey } = credentials;
  const connections = { endpoint, region, credentials: { accessKeyId, secretAccessKey }, outputs };
  const file = join(dataDirectory, connectionsFile);
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(connections, undefined, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}
