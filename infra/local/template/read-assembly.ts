import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { type Template, templateSchema } from './template-schema.ts';

/** One stack of a cloud assembly: its template and where each of its assets lies on this machine. */
export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
  /** Object key in the CDK's asset bucket ("<hash>.zip") → absolute path of the asset's folder or file. */
  readonly assets: ReadonlyMap<string, string>;
}

const assetsSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string() }).optional(),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/**
 * Reads the named stacks of a CDK cloud assembly (the folder that `cdk synth` writes).
 * @throws Error naming the file when a stack is missing from the assembly or a file is not what the CDK
 *   writes; the message says how to produce the assembly.
 */
export async function readAssembly(directory: string, stacks: readonly string[]): Promise<AssemblyStack[]> {
  return await Promise.all(stacks.map((name) => readStack(directory, name)));
}

async function readStack(directory: string, name: string): Promise<AssemblyStack> {
  const template = await readJson(join(directory, `${name}.template.json`), templateSchema);
  const { files } = await readJson(join(directory, `${name}.assets.json`), assetsSchema);
  const assets = new Map<string, string>();
  for (const { source, destinations } of Object.values(files)) {
    if (source === undefined) continue;
    for (const { objectKey } of Object.values(destinations)) {
      assets.set(objectKey, resolve(directory, source.path));
    }
  }
  return { name, template, assets };
}

async function readJson<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`Cannot read ${file}: synthesize the CDK app first (cdk synth).`, { cause });
  }
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(`${file} is not a template the local cloud can read:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
