import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Files that our import rules must let pass: what it is, what it imports, where it stands, how. */
const ACCEPTED = [
  ['a function', 'shared', 'functions/pipeline/copy-stem/copy-stem.ts', '../../../shared/jobs/job-id.ts'],
  ['a function', 'its own use case', 'functions/pipeline/copy-stem/handler.ts', './copy-stem.ts'],
  ['a stack', 'a construct', 'infra/pipeline/pipeline-stack.ts', '../constructs/house-function.ts'],
  ['the local cloud', 'its own parts', 'infra/local/local-cloud.ts', './s3/local-s3.ts'],
] as const;

/** Files that they must refuse. */
const REFUSED = [
  ['a function', 'infra', 'functions/pipeline/fail-job/fail-job.ts', '../../../infra/settings.ts'],
  ['a function', 'another one', 'functions/pipeline/fail-job/handler.ts', '../copy-stem/copy-stem.ts'],
  ['shared', 'a function', 'shared/jobs/job-id.ts', '../../functions/pipeline/fail-job/fail-job.ts'],
  ['shared', 'infra', 'shared/jobs/job-record.ts', '../../infra/settings.ts'],
  ['a stack', 'a function', 'infra/app.ts', '../functions/pipeline/fail-job/handler.ts'],
  ['the local cloud', 'shared', 'infra/local/lambda/lambda.ts', '../../../shared/jobs/job-id.ts'],
  ['the local cloud', 'a stack', 'infra/local/template/template.ts', '../../pipeline/pipeline-stack.ts'],
] as const;

const directory = mkdtempSync(join(tmpdir(), 'import-rules-'));
let refusals = '';

function write(path: string, source: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), source);
}

describe('who may import whom', () => {
  beforeAll(() => {
    copyFileSync('biome.json', join(directory, 'biome.json'));
    for (const [, , path, specifier] of [...ACCEPTED, ...REFUSED]) {
      write(path, `import { something } from '${specifier}';\nsomething();\n`);
    }
    write('shared/bloated.ts', "import { z } from 'zod';\nz.string();\n");
    write('shared/lean.ts', "import * as z from 'zod';\nz.string();\n");
    const biome = resolve('node_modules/.bin/biome');
    const { stdout, stderr } = spawnSync(
      biome,
      ['lint', '--vcs-enabled=false', '--only=style/noRestrictedImports', '--max-diagnostics=none', '.'],
      { cwd: directory, encoding: 'utf8' },
    );
    refusals = stdout + stderr;
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each(ACCEPTED)('accepts %s that imports %s', (_, __, path) => {
    expect(refusals).not.toContain(`${path}:`);
  });

  it.each(REFUSED)('refuses %s that imports %s', (_, __, path) => {
    expect(refusals).toContain(`${path}:`);
  });

  it('refuses the import of zod that bloats every bundle, and accepts the other', () => {
    expect(refusals).toContain('shared/bloated.ts:');
    expect(refusals).not.toContain('shared/lean.ts:');
  });
});
