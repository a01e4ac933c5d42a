import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type LocalCloud, startLocalCloud } from '../local/local-cloud.ts';
import { lockDataDirectory } from '../local/wiring/data-directory-lock.ts';
import { synthesizeAssembly } from './assembly.ts';
import { clientSettings } from './client-settings.ts';
import type { CommandLine } from './command-line.ts';
import { installSynthDataset } from './install-synth-dataset.ts';
import { output } from './output.ts';
import { settingsOfStart } from './settings-of-start.ts';
import { writeConnections } from './write-connections.ts';

/** Both stacks on the local cloud, with what one needs to use them. */
export interface LocalProduct {
  readonly cloud: LocalCloud;
  /** Of the Pipeline: uploads and stems. */
  readonly bucket: string;
  /** Of the Engine: models of the operator, beside what it stores itself. */
  readonly engineBucket: string;
  readonly jobTable: string;
  readonly pipelineUrl: string;
  readonly engineUrl: string;
  readonly engineToken: string;
  readonly logFile: string;
}

export interface LocalProductOptions {
  readonly dataDirectory: string;
  /** Forget what earlier runs left. */
  readonly fresh?: boolean;
  /** Lets the engine take uploads over the limits of API Gateway and Lambda. */
  readonly unlimitedUploads?: boolean;
  /** Settings of the app, over those that it has on this machine. */
  readonly settings?: CommandLine['settings'];
  readonly ports?: CommandLine['ports'];
  /** Proxies that stand in front of an API or a distribution, by the start of its logical id. */
  readonly fronts?: Readonly<Record<string, string>>;
  /** Most environments of one function at once; see `LocalCloudOptions`. */
  readonly environmentsPerFunction?: number;
  /** Origins on this machine, beside the engine's, that links of songs may lead to. */
  readonly privateOrigins?: readonly string[];
  /** An assembly that is already there. */
  readonly assembly?: string;
  /** Starts an Engine whose quality checker has no dataset: it takes most of a second to play one. */
  readonly withoutDataset?: boolean;
}

const WEBHOOKS = 'Pipeline/Api';
const ENGINE = 'Engine/Distribution';

/**
 * Synthesizes both stacks and starts them. What earlier runs left is there again, unless `fresh`.
 *
 * @throws Error with a sentence when another process runs on the same data directory
 */
export async function runLocalProduct(options: LocalProductOptions): Promise<LocalProduct> {
  // Before anything is forgotten or built anew: another process may be living from it.
  const release = lockDataDirectory(options.dataDirectory);
  try {
    const product = await bootProduct(options);
    const { cloud } = product;
    return { ...product, cloud: { ...cloud, stop: () => cloud.stop().finally(release) } };
  } catch (error) {
    release();
    throw error;
  }
}

async function bootProduct(options: LocalProductOptions): Promise<LocalProduct> {
  const { dataDirectory, unlimitedUploads = false, settings = {} } = options;
  const stateDirectory = join(dataDirectory, 'state');
  const logFile = join(dataDirectory, 'local-cloud.log');
  if (options.fresh) await rm(stateDirectory, { recursive: true, force: true });
  await mkdir(dataDirectory, { recursive: true });
  const assembly = options.assembly ?? (await assemblyFor(dataDirectory, { unlimitedUploads, settings }));
  const log = createWriteStream(logFile, { flags: 'a' });

  const cloud = await startLocalCloud({
    assembly,
    stacks: ['Engine', 'Pipeline'],
    dataDirectory: stateDirectory,
    ports: fixedPorts(options.ports ?? {}),
    fronts: options.fronts ?? {},
    unlimitedUploads,
    ...(options.environmentsPerFunction === undefined
      ? {}
      : { environmentsPerFunction: options.environmentsPerFunction }),
    // The stacks refuse private addresses; here every address is one, so exactly these are let through.
    parameters: (addresses) => ({
      Engine: { AllowedPrivateOrigins: [addresses.endpoint, addresses.address(WEBHOOKS)].join(',') },
      Pipeline: {
        AllowedPrivateOrigins: [addresses.address(ENGINE), ...(options.privateOrigins ?? [])].join(','),
      },
    }),
    log: (line) => log.write(`${new Date().toISOString()} ${line}\n`),
  });
  await writeConnections(cloud, dataDirectory);

  if (!options.withoutDataset) await installSynthDataset(cloud);
  return {
    cloud,
    bucket: output(cloud, 'Pipeline', 'BucketName'),
    engineBucket: output(cloud, 'Engine', 'BucketName'),
    jobTable: output(cloud, 'Pipeline', 'JobTableName'),
    pipelineUrl: output(cloud, 'Pipeline', 'ApiUrl'),
    engineUrl: output(cloud, 'Engine', 'EngineUrl'),
    engineToken: await readSecret(cloud, output(cloud, 'Engine', 'OwnerTokenSecretArn')),
    logFile,
  };
}

/** What is asked for has a folder of its own, so that neither displaces the assembly that `npm start` takes alone. */
function assemblyFor(
  dataDirectory: string,
  asked: Pick<CommandLine, 'settings' | 'unlimitedUploads'>,
): Promise<string> {
  if (Object.keys(asked.settings).length === 0 && !asked.unlimitedUploads)
    return synthesizeAssembly(dataDirectory);
  const folder = asked.unlimitedUploads ? 'unlimited-uploads' : 'own-settings';
  return synthesizeAssembly(join(dataDirectory, folder), { settings: settingsOfStart(asked).context });
}

function fixedPorts({ aws, pipeline, engine }: CommandLine['ports']): Record<string, number> {
  return {
    ...(aws === undefined ? {} : { endpoint: aws }),
    ...(pipeline === undefined ? {} : { [WEBHOOKS]: pipeline }),
    ...(engine === undefined ? {} : { [ENGINE]: engine }),
  };
}

async function readSecret(cloud: LocalCloud, secretArn: string): Promise<string> {
  const client = new SecretsManagerClient(clientSettings(cloud));
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  if (SecretString === undefined) throw new Error(`The secret ${secretArn} has no value.`);
  return SecretString;
}
