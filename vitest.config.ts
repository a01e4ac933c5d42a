import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One for each core: by default one is left idle, which on a small machine is half of it.
    maxWorkers: '100%',
    globalSetup: ['test/own-temporary-folder.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/{architecture,infra,local,unit}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/end-to-end/**/*.test.ts'],
          // Both stacks are synthesized once for all tests that run them.
          globalSetup: ['test/own-temporary-folder.ts', 'test/end-to-end/synthesize-once.ts'],
        },
      },
    ],
  },
});
