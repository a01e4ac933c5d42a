import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { functionFolder } from './function-folder.ts';
import { processExists } from './process-exists.ts';

const module = fileURLToPath(new URL('../../../infra/local/lambda/local-lambda.ts', import.meta.url));

const directory = functionFolder({
  'index.mjs': `export const handler = async ({ spin }) => {
    console.log('pid ' + process.pid);
    if (spin) for (;;);
    await new Promise(() => {});
  };`,
});

const parent = functionFolder({
  'parent.mjs': `
    const { createLocalLambda } = await import(process.argv[2]);
    const lambda = await createLocalLambda({
      functions: [{
        name: 'f', arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f', directory: process.argv[3],
        handler: 'index.handler', timeoutSeconds: 600, memoryMegabytes: 128, environment: {},
        credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
      }],
      environment: {}, log: (name, line) => console.log(line), onReport: () => {},
    });
    void lambda.invoke('f', { spin: true });
    void lambda.invoke('f', { spin: false });`,
});

describe('local Lambda: a parent killed with SIGKILL', () => {
  it('leaves no child, neither a waiting one nor one in an endless computation', async () => {
    const child = spawn(process.execPath, [`${parent}/parent.mjs`, module, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pids: number[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => pids.push(Number(line.slice(4))));
    await expect.poll(() => pids, { timeout: 20_000 }).toHaveLength(2);
    expect(pids.map(processExists)).toEqual([true, true]);
    child.kill('SIGKILL');
    await expect.poll(() => pids.map(processExists), { timeout: 5000 }).toEqual([false, false]);
  });
});
