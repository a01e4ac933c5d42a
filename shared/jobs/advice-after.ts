import type { Charged } from '../errors/service-error.ts';
import { endsForGood } from './ends-for-good.ts';
import { saysWhatToDo } from './says-what-to-do.ts';
import type { Step } from './step.ts';

/** What the owner of a song can do after a step has failed, by what it cost. Never an invitation to pay twice. */
export function adviceAfter(errorName: string, charged: Charged, step: Step): string {
  const retry = `npm run jobs -- retry ${step.jobId}`;
  switch (charged) {
    case 'no':
      return saysWhatToDo(errorName) ? 'Nothing was charged.' : `Nothing was charged. To try again: ${retry}`;
    case 'maybe':
      return (
        'It may have been charged: the history of the account tells, and is read by itself. To go on from there ' +
        `without paying twice: ${retry}`
      );
    case 'yes':
      return endsForGood(errorName)
        ? `It was charged all the same, and another try is charged again: ${retry}`
        : `The separation was paid for. To go on from there without paying again: ${retry}`;
  }
}
