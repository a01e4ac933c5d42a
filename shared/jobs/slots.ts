import type { PipelineTable } from './pipeline-table.ts';
import type { Step } from './step.ts';

/** Gives the step's slot back, if it has one. Doing it again changes nothing. */
export async function releaseSlot(_table: PipelineTable, _step: Step): Promise<void> {
  // Slots come with turns.
}
