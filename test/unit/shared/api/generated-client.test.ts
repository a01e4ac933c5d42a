import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generateApi } from 'swagger-typescript-api';
import { afterAll, describe, expect, it } from 'vitest';

const SPEC = resolve('shared/api/openapi/openapi.json');
const STRICTLY = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
const COMPILER = [
  ...[
    '--ignoreConfig',
    '--noEmit',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--lib',
    'es2022,dom,dom.iterable',
  ],
  ...['--module', 'esnext', '--moduleResolution', 'bundler', '--types', ''],
];

/** What somebody writes who has the generated client: it must know the names of the API. */
const CALLER = `
import { Api, type Job, type JobSummary } from './client';
const api = new Api({ baseUrl: 'https://api.example', securityWorker: () => ({ headers: { authorization: 'Bearer x' } }) });
export async function states(): Promise<string[]> {
  const { data } = await api.v1.listJobs({ state: 'done', limit: 10 });
  const jobs: JobSummary[] = data.jobs;
  const job: Job = (await api.v1.showJob({ jobId: jobs[0]?.id ?? '' })).data;
  return job.steps.map(({ state }) => state);
}
`;

const folder = mkdtempSync(join(tmpdir(), 'generated-client-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a client that is generated from the OpenAPI document', () => {
  it('compiles under the strictest rules, together with what calls it', async () => {
    await generateApi({
      input: SPEC,
      output: folder,
      fileName: 'client.ts',
      httpClientType: 'fetch',
      extractRequestParams: true,
      silent: true,
    });
    writeFileSync(join(folder, 'caller.ts'), CALLER);
    const files = ['client.ts', 'caller.ts'].map((name) => join(folder, name));
    const tsc = resolve('node_modules/.bin/tsc');
    const compiling = spawnSync(tsc, [...COMPILER, ...STRICTLY, ...files], { encoding: 'utf8' });
    expect(compiling).toMatchObject({ stdout: '', status: 0 });
  }, 30_000);
});
