import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/slowest-first.ts';

const PARTS = 'test/{architecture,infra,local,unit}/**/*.test.ts';

/** What replaces modules or the variables of its process needs modules that no other file has loaded before. */
const APART = globSync(PARTS).filter((file) =>
  /\bvi\.(?:doMock|mock|stubEnv)\(/.test(readFileSync(file, 'utf8')),
);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One more than there are cores: whoever waits for a process or a clock leaves its core to another.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: SlowestFirst },
    globalSetup: ['test/own-temporary-folder.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'apart', include: APART },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: [PARTS],
          exclude: APART,
          // A worker loads the SDK and the CDK once for all of its files, instead of once for each.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/end-to-end/**/*.test.ts'],
          isolate: false,
          // Both stacks are synthesized once for all tests that run them.
          globalSetup: ['test/own-temporary-folder.ts', 'test/end-to-end/synthesize-once.ts'],
        },
      },
    ],
  },
});
