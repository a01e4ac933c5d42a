import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { LOCAL_SETTINGS } from './local-settings.ts';

export interface AssemblyOptions {
  /** Settings of the app, as in `cdk.json`. */
  readonly settings?: unknown;
  /** Stacks whose functions are bundled; all of them by default. */
  readonly bundledStacks?: readonly string[];
}

/** What the templates and bundles are made of. */
const SOURCES = ['infra/**/*.ts', 'functions/**/*.ts', 'shared/**/*', 'package-lock.json', 'cdk.json'];

/**
 * Synthesizes both stacks as they would be deployed, and returns the folder of the cloud assembly.
 *
 * An assembly of the same sources is used again: a second start need not wait for a synth.
 */
export async function synthesizeAssembly(
  dataDirectory: string,
  { settings = LOCAL_SETTINGS, bundledStacks = ['**'] }: AssemblyOptions = {},
): Promise<string> {
  const assembly = join(dataDirectory, 'assembly');
  const mark = join(assembly, 'sources.sha256');
  const context = { settings, 'aws:cdk:bundling-stacks': bundledStacks };
  const fingerprint = `${await fingerprintSources()} ${JSON.stringify(context)}`;
  if ((await readFile(mark, 'utf8').catch(() => '')) === fingerprint) return assembly;

  process.stderr.write('Preparing the stacks, once until they change …\n');
  // Built beside and renamed, so that a synth that was cut short never passes for a whole one, and of two at once
  // each has its own.
  const unfinished = join(dataDirectory, `unfinished-assembly-${process.pid}`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dataDirectory, { recursive: true });
  await runApp(unfinished, context);
  await writeFile(join(unfinished, 'sources.sha256'), fingerprint);
  await rm(assembly, { recursive: true, force: true });
  await rename(unfinished, assembly);
  return assembly;
}

async function fingerprintSources(): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(SOURCES, { withFileTypes: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  }
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

const cdkConfiguration = z.object({ context: z.record(z.string(), z.unknown()) });

/** Runs the app as the CDK's own command would, but without that command's start of ten seconds. */
async function runApp(outputDirectory: string, own: Readonly<Record<string, unknown>>): Promise<void> {
  const { context } = cdkConfiguration.parse(JSON.parse(await readFile('cdk.json', 'utf8')));
  const app = spawn(process.execPath, ['infra/app.ts'], {
    env: {
      ...process.env,
      CDK_OUTDIR: outputDirectory,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...own }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  app.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  app.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return new Promise((resolve, reject) => {
    app.on('error', reject);
    app.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The CDK app could not be synthesized (exit code ${code}):\n${output.join('')}`));
    });
  });
}
