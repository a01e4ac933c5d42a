import type { TestProject } from 'vitest/node';
import { synthesizeAssembly } from '../../infra/start/assembly.ts';

declare module 'vitest' {
  interface ProvidedContext {
    assembly: string;
  }
}

/** Synthesizes both stacks before the first end-to-end test. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('assembly', await synthesizeAssembly('.local/test'));
}
