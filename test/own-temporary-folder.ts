import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives every test run a folder of its own for what is temporary, and removes it when the run is over.
 *
 * What V8 compiles lies there as well: what one test file or function has loaded, the next need not compile again.
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mvsep-serverless-tests-'));
  const undo = setVariables({ TMPDIR: folder, NODE_COMPILE_CACHE: join(folder, 'compile-cache') });
  return () => {
    undo();
    rmSync(folder, { recursive: true, force: true });
  };
}

function setVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
