import { copyFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

/** What ES modules lack and some bundled packages still call. */
const REQUIRE_SHIM =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * Bundles a function's entry file into one ES module, `index.mjs`.
 *
 * esbuild runs inside this process: one start for the whole app instead of one `npx` a function, which is
 * what makes a synth take seconds instead of tens of them. The asset is hashed by what comes out, so
 * a function is deployed anew only when its bundle changed.
 *
 * @param entry path of the entry file, from the root of the repository
 * @param files further files to lie beside the bundle, for example a `.wasm` that it loads
 */
export function bundleFunction(entry: string, files: readonly string[] = []): Code {
  return Code.fromAsset(dirname(resolve(entry)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK insists on an image to fall back on; local bundling always succeeds or throws.
      image: DockerImage.fromRegistry('unused'),
      local: {
        tryBundle(outputDirectory) {
          bundle(entry, join(outputDirectory, 'index.mjs'));
          for (const file of files) copyFileSync(file, join(outputDirectory, basename(file)));
          return true;
        },
      },
    },
  });
}

function bundle(entry: string, outfile: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    // Stack traces in the logs should name our own lines.
    sourcemap: 'linked',
    sourcesContent: false,
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_SHIM },
    logLevel: 'warning',
  });
}
