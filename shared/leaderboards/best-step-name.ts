import { type StepName, stepName } from '../jobs/step-name.ts';

/** What the step of a wish for the best separation is called that has no name of its own, whatever is chosen. */
export function bestStepName(stem: string): StepName {
  return stepName.parse(`best-${stem}`);
}
