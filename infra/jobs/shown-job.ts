import type { WholeJob } from '../../shared/jobs/job-table.ts';
import type { Step } from '../../shared/jobs/step.ts';

/** A job as the operator may see it: everything but tokens, marks of functions, and links. */
export function shownJob({ job, steps }: WholeJob) {
  const { changeId: _change, ...shown } = job;
  return { ...shown, steps: steps.map(shownStep) };
}

function shownStep(step: Step) {
  const { changeId: _change, taskToken: _token, creatingBy: _by, result, ...shown } = step;
  return { ...shown, ...(result === undefined ? {} : { result: shownResult(result) }) };
}

function shownResult(result: NonNullable<Step['result']>) {
  if (result.kind === 'failed') return result;
  return { ...result, stems: result.stems.map(({ url: _link, ...stem }) => stem) };
}
