import { UpstreamChanged } from '../errors/upstream-changed.ts';
import type { Step, StepResult } from './step.ts';

/**
 * How a step ends whose separation was requested from another service than the one of the settings: that one knows
 * nothing of it, and must not be believed when it says so.
 *
 * @param upstream host of the service of the settings
 * @returns undefined when it was requested there, or nowhere
 */
export function upstreamLeft(
  step: Pick<Step, 'upstream' | 'separationHash'>,
  upstream: string | undefined,
): StepResult | undefined {
  if (upstream === undefined || step.upstream === undefined || step.upstream === upstream) return undefined;
  const { name: error, message: reason } = new UpstreamChanged(step.upstream, upstream);
  return { kind: 'failed', error, reason, charged: step.separationHash === undefined ? 'maybe' : 'yes' };
}
