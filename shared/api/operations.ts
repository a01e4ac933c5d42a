import type { Operation } from './operation.ts';

/** The whole API: an operation exists once it stands here. Its routes and its description follow from that. */
export const OPERATIONS: readonly Operation[] = [];
