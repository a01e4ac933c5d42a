import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { connectionsFile } from '../start/write-connections.ts';
import type { Deployment } from './deployment.ts';
import type { StackKind } from './stack-kind.ts';
import { stackOutput } from './stack-output.ts';

const connections = z.object({
  endpoint: z.url(),
  region: z.string().min(1),
  credentials: z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) }),
  outputs: z.record(z.string(), z.record(z.string(), z.string())),
});

/**
 * The stack that `npm start` runs on this machine.
 *
 * @throws Error with a sentence when nothing was ever started there.
 */
export async function localDeployment(
  { noun, localName }: StackKind,
  dataDirectory: string,
): Promise<Deployment> {
  const file = join(dataDirectory, connectionsFile);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(
      `There is no ${file}. Start the ${noun} with npm start, or name its folder with --data.`,
      {
        cause,
      },
    );
  });
  const { endpoint, region, credentials, outputs } = connections.parse(JSON.parse(text));
  return {
    name: `the local cloud in ${dataDirectory}`,
    clientSettings: () => ({ endpoint, region, credentials: { ...credentials } }),
    output: (name) => stackOutput(noun, outputs[localName] ?? {}, name),
  };
}
