import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { handlers } from './handlers.ts';

/** Writes a cloud assembly of one stack, "Shop", as `cdk synth` would. Returns its folder. */
export function writeAssembly(template: object): string {
  const directory = mkdtempSync(join(tmpdir(), 'shop-assembly-'));
  // The bundles import the AWS SDK from here, as they would from Lambda's runtime.
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  const files: Record<string, object> = {};
  for (const [name, text] of Object.entries(handlers)) {
    mkdirSync(join(directory, `asset.${name}`));
    writeFileSync(join(directory, `asset.${name}`, 'index.mjs'), text);
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { here: { objectKey: `${name}.zip` } },
    };
  }
  writeFileSync(join(directory, 'Shop.template.json'), JSON.stringify(template));
  writeFileSync(join(directory, 'Shop.assets.json'), JSON.stringify({ version: '55.0.0', files }));
  return directory;
}
