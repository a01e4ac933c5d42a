import type * as z from 'zod';
import { cancelSeparation } from '../contract/cancel-separation.ts';
import { getRemote, type RemoteProgress } from '../contract/get-remote.ts';
import { getSeparation } from '../contract/get-separation.ts';
import { listAlgorithms } from '../contract/list-algorithms.ts';
import type { RemoteHash } from '../contract/remote-hash.ts';
import type { SeparationHash } from '../contract/separation-hash.ts';
import type { SeparationProgress } from '../contract/separation-progress.ts';
import { callMvsep, type MvsepSettings } from './call-mvsep.ts';
import { type CreatedSeparation, type NewSeparation, requestSeparation } from './create-separation.ts';

interface Signalled {
  readonly signal?: AbortSignal;
}

/** The MVSep API as functions. Every method throws the errors named at `callMvsep`. */
export interface MvsepClient {
  readonly separation: {
    /** May cost credits; sent once and never repeated. */
    create(wanted: NewSeparation, options?: Signalled): Promise<CreatedSeparation>;
    get(hash: SeparationHash, options?: Signalled): Promise<SeparationProgress>;
    getRemote(hash: RemoteHash, options?: Signalled): Promise<RemoteProgress>;
    cancel(hash: SeparationHash, options?: Signalled): Promise<z.output<typeof cancelSeparation.answer>>;
  };
  readonly app: {
    /** `scopes` is a comma-separated list; without it the types that take one file. */
    algorithms(scopes?: string, options?: Signalled): Promise<z.output<typeof listAlgorithms.answer>>;
  };
}

/**
 * A client of any server that speaks the MVSep API.
 *
 * @example
 * const client = createMvsepClient({ baseUrl: 'https://mvsep.com', token: secretReader('mvsep-token') });
 * const created = await client.separation.create({
 *   audio: { url: 'https://example.com/song.wav' }, separationType: 44, outputFormat: 1,
 * });
 */
export function createMvsepClient(settings: MvsepSettings): MvsepClient {
  return {
    separation: {
      create: (wanted, options) => requestSeparation(settings, wanted, options?.signal),
      get: (hash, options) => callMvsep(settings, getSeparation, { hash }, options),
      getRemote: (hash, options) => callMvsep(settings, getRemote, { hash }, options),
      cancel: (hash, options) => callMvsep(settings, cancelSeparation, { hash }, options),
    },
    app: {
      algorithms: (scopes, options) => callMvsep(settings, listAlgorithms, { scopes }, options),
    },
  };
}
