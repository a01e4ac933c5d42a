import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Path of the dynoxide program for this machine. dynoxide speaks the DynamoDB API over SQLite; it is
 * published as one npm package a platform.
 *
 * @throws Error that names the package to install when it is not there.
 */
export function dynoxideBinary(
  platform: string = process.platform,
  architecture: string = process.arch,
): string {
  const packageName = `@dynoxide/${platform}-${architecture}`;
  const program = platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  try {
    const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    const path = join(dirname(manifest), program);
    if (existsSync(path)) return path;
  } catch (cause) {
    throw new Error(missing(packageName), { cause });
  }
  throw new Error(missing(packageName));
}

function missing(packageName: string): string {
  return (
    `The local DynamoDB needs the npm package ${packageName}, which is not installed. ` +
    `Run: npm install --no-save ${packageName}`
  );
}
