import { describeProblems } from '../recipes/recipe-problem.ts';
import type { Submission } from './submission.ts';

/** Where a submission stands, as a sentence for whoever dropped it. */
export function describeSubmission(submission: Submission): string {
  const { state, zip, link, sdr = {}, message, problems = [], failure } = submission;
  switch (state) {
    case 'unusable':
      return `${describeProblems('The sidecar file', problems)} Nothing was sent. Correct it and drop it again.`;
    case 'queued':
      return `${zip.key} waits to be sent to the quality checker.`;
    case 'submitting':
      return `${zip.key} is being sent to the quality checker, or the answer to that is looked for.`;
    case 'evaluating':
      return `The quality checker has ${zip.key} and has not judged it yet: ${link}`;
    case 'scored': {
      const scores = Object.entries(sdr).map(([stem, value]) => `${stem} ${value.toFixed(2)}`);
      return `${zip.key} has its scores, as SDR in dB: ${scores.join(', ')}. ${link}`;
    }
    case 'refused':
      return `The quality checker could not judge ${zip.key}: ${message ?? 'it gives no reason'}. Put that right and drop the new zip.`;
    case 'failed':
      return failure?.reason ?? `${zip.key} was given up.`;
  }
}
