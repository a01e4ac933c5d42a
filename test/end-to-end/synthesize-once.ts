import type { TestProject } from 'vitest/node';
import { synthesizeAssembly } from '../../infra/start/assembly.ts';
import { LOCAL_SETTINGS } from '../../infra/start/local-settings.ts';
import { STORM_ENVIRONMENT } from './storm/storm-settings.ts';
import { withEnvironment } from './with-environment.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Both stacks with the settings of `npm start`. */
    assembly: string;
    /** The Engine as others would host it: anybody may separate, and new accounts are verified by mail. */
    openEngineAssembly: string;
    /** The Pipeline before a service with a limited number of requests. */
    stormAssembly: string;
    /** The Pipeline of somebody who counts credits, and set the webhook on the page of the account. */
    thriftyAssembly: string;
  }
}

const OPEN_ENGINE = {
  ...LOCAL_SETTINGS,
  engine: {
    ...LOCAL_SETTINGS.engine,
    anonymousSeparations: true,
    mailFrom: 'engine@example.com',
    // Short enough that songs of some seconds go through every state of a long one.
    chunkSeconds: 5,
  },
};

/** Synthesizes the stacks before the first end-to-end test. */
export async function setup(project: TestProject): Promise<void> {
  const [assembly, openEngineAssembly] = await Promise.all([
    synthesizeAssembly('.local/test'),
    synthesizeAssembly('.local/test-open-engine', { settings: OPEN_ENGINE, bundledStacks: ['Engine'] }),
  ]);
  project.provide('assembly', assembly);
  project.provide('openEngineAssembly', openEngineAssembly);
  project.provide('stormAssembly', await withEnvironment(assembly, '.local/test-storm', STORM_ENVIRONMENT));
  project.provide('thriftyAssembly', await withEnvironment(assembly, '.local/test-thrifty', THRIFTY));
}

const THRIFTY = { WEBHOOKS: 'account', CREDITS_PER_MONTH: '8', CREDITS_PER_JOB: '4' };
