import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      displayName: z.string().optional(),
      source: z.object({ path: z.string(), packaging: z.string() }),
    }),
  ),
});

/** Name and size of the bundle of every function in an assembly, one row each. */
export async function bundleSizes(assembly: string): Promise<[string, string][]> {
  const rows: [string, string][] = [];
  for (const stack of ['Engine', 'Pipeline']) {
    const { files } = assets.parse(
      JSON.parse(await readFile(join(assembly, `${stack}.assets.json`), 'utf8')),
    );
    for (const { displayName, source } of Object.values(files)) {
      if (source.packaging !== 'zip') continue;
      const { size } = await stat(join(assembly, source.path, 'index.mjs'));
      const name = (displayName ?? source.path).replace('Functions/', '').replace('/Code', '');
      rows.push([name.startsWith(stack) ? name : `${stack}/${name}`, `${Math.round(size / 1000)} KB`]);
    }
  }
  return rows.sort();
}
