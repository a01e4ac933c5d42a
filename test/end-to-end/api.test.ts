import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { installSynthDataset } from '../../infra/start/install-synth-dataset.ts';
import { describeAccounts } from './accounts-from-outside.ts';
import { describeClientCalls } from './client-calls.ts';
import { describeClientHabits } from './client-habits.ts';
import { describeDocumentedCalls } from './documented-calls.ts';
import { describeLimits } from './limits.ts';
import { type OutsideServer, startOutsideServer } from './outside-server.ts';
import { describeRetention } from './retention.ts';
import { describeSeparationStates } from './separation-states.ts';
import { TestEngine } from './test-engine.ts';
import { describeTwoFiles } from './two-files.ts';

let engine: TestEngine;
let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
  engine = await TestEngine.start({
    assembly: inject('openEngineAssembly'),
    allowedOrigins: [outside.url],
  });
  await installSynthDataset(engine.cloud);
});
afterAll(async () => {
  await engine.stop();
  await outside.stop();
});

// Subjects of one Engine, in files of their own: an Engine of its own for each would take longer than they do.
const use = () => ({ engine, outside });
describeAccounts(use);
describeSeparationStates(use);
describeTwoFiles(use);
describeDocumentedCalls(use);
describeClientCalls(use);
describeClientHabits(use);
describeRetention(use);
describeLimits(use);

it('nothing was denied or left undelivered on the way', () => {
  expect(engine.cloud.denials()).toEqual([]);
  expect(engine.cloud.deadLetters()).toEqual([]);
});
