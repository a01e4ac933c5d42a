import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';

const assets = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string() }).optional() })),
});
const template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Properties: z
        .looseObject({
          Environment: z.looseObject({ Variables: z.record(z.string(), z.unknown()) }).optional(),
        })
        .optional(),
    }),
  ),
});

/**
 * Another assembly with the bundles of this one, whose functions have other settings: as quick as writing four files,
 * where a synthesis takes long.
 *
 * @param variables set in every function that knows them
 * @returns its folder
 */
export async function withEnvironment(
  assembly: string,
  directory: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  for (const stack of ['Engine', 'Pipeline']) {
    const listed = assets.parse(await readJson(assembly, `${stack}.assets.json`));
    for (const { source } of Object.values(listed.files)) {
      if (source !== undefined) source.path = resolve(assembly, source.path);
    }
    const written = template.parse(await readJson(assembly, `${stack}.template.json`));
    for (const { Properties } of Object.values(written.Resources)) {
      const environment = Properties?.Environment?.Variables ?? {};
      for (const [name, value] of Object.entries(variables)) {
        if (name in environment) environment[name] = value;
      }
    }
    await writeFile(join(directory, `${stack}.assets.json`), JSON.stringify(listed));
    await writeFile(join(directory, `${stack}.template.json`), JSON.stringify(written));
  }
  return directory;
}

async function readJson(folder: string, name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}
