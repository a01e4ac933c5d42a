import { createForwardCached } from '../../../shared/mvsep-paths/forward-cached.ts';
import { openForward } from '../../../shared/mvsep-paths/open-forward.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { forwardedCalls } from './forwarded-calls.ts';

/** What everybody may read at the service → as the service says it, a few minutes old at most. */
export const handler = forwardedCalls(
  pathsFrame('forward-call'),
  createForwardCached(openForward('forward-call')),
);
