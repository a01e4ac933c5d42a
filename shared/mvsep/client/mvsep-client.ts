import type * as z from 'zod';
import { CALLS } from '../contract/calls.ts';
import { cancelSeparation } from '../contract/cancel-separation.ts';
import { getRemote, type RemoteProgress } from '../contract/get-remote.ts';
import { getSeparation } from '../contract/get-separation.ts';
import type { RemoteHash } from '../contract/remote-hash.ts';
import type { SeparationHash } from '../contract/separation-hash.ts';
import type { SeparationProgress } from '../contract/separation-progress.ts';
import { addEntry, type NewQualityEntry } from './add-entry.ts';
import type { Signalled } from './call-method.ts';
import { callMvsep, type MvsepSettings } from './call-mvsep.ts';
import { type CreatedSeparation, type NewSeparation, requestSeparation } from './create-separation.ts';
import { deriveMethods, type MethodsOf } from './derive-methods.ts';
import { everyItem } from './every-item.ts';
import { readPatiently } from './read-patiently.ts';

type Derived = MethodsOf<(typeof CALLS)[number]>;

/** A list as an iterator over all its pages: the fields of the list's call, without `limit`. */
type Walk<List extends (...given: never[]) => Promise<unknown>, Item> = (
  fields?: Omit<NonNullable<Parameters<List>[0]>, 'limit'>,
  options?: Signalled,
) => AsyncGenerator<Item, void, void>;

type ItemOf<List extends (...given: never[]) => Promise<readonly unknown[]>> = Awaited<
  ReturnType<List>
>[number];

interface SeparationMethods {
  /** May cost credits; sent once and never repeated. */
  create(wanted: NewSeparation, options?: Signalled): Promise<CreatedSeparation>;
  /** `mirror` asks for links to a mirror, which costs a credit. */
  get(hash: SeparationHash, options?: Signalled & { readonly mirror?: boolean }): Promise<SeparationProgress>;
  getRemote(hash: RemoteHash, options?: Signalled): Promise<RemoteProgress>;
  cancel(hash: SeparationHash, options?: Signalled): Promise<z.output<typeof cancelSeparation.answer>>;
}

interface AppLists {
  newsItems: Walk<Derived['app']['news'], ItemOf<Derived['app']['news']>>;
  demoItems: Walk<Derived['app']['demo'], ItemOf<Derived['app']['demo']>>;
  historyItems: Walk<Derived['app']['separationHistory'], ItemOf<Derived['app']['separationHistory']>>;
}

type QualityEntry = ItemOf<Derived['qualityChecker']['queue']>;

interface QualityMethods extends Omit<Derived['qualityChecker'], 'add'> {
  /** Sent once and never repeated. */
  add(wanted: NewQualityEntry, options?: Signalled): ReturnType<Derived['qualityChecker']['add']>;
  queueEntries: Walk<Derived['qualityChecker']['queue'], QualityEntry>;
  leaderboardEntries: Walk<Derived['qualityChecker']['leaderboard'], QualityEntry>;
}

/** The MVSep API as functions: one for each call of the contract, and an iterator for each list in pages. */
export interface MvsepClient {
  readonly separation: SeparationMethods;
  readonly app: Derived['app'] & AppLists;
  readonly qualityChecker: QualityMethods;
}

/** A mirror costs a credit, which nobody knows to be spent or not when the answer is lost. */
const MIRRORED = {
  ...getSeparation,
  repeatable: false,
  ifLost: 'so the credit for the mirror may have been spent already.',
};

/**
 * A client of any server that speaks the MVSep API. Every method throws the errors named at `callMvsep`.
 *
 * @example
 * const mvsep = createMvsepClient({ baseUrl: 'https://mvsep.com', token: readToken });
 * const created = await mvsep.separation.create({
 *   audio: { url: 'https://example.com/song.wav' }, separationType: 44, outputFormat: 1,
 * });
 */
export function createMvsepClient(settings: MvsepSettings): MvsepClient {
  const { app, qualityChecker } = deriveMethods(settings, CALLS);
  return {
    separation: {
      create: (wanted, options) => requestSeparation(settings, wanted, options?.signal),
      get: (hash, { mirror = false, ...options } = {}) =>
        callMvsep(settings, mirror ? MIRRORED : getSeparation, { hash, mirror: Number(mirror) }, options),
      getRemote: (hash, options) => callMvsep(settings, getRemote, { hash }, options),
      cancel: (hash, options) => callMvsep(settings, cancelSeparation, { hash }, options),
    },
    app: {
      ...app,
      newsItems: ({ start, ...fields } = {}, options) =>
        everyItem((page) => app.news({ ...fields, ...page }, options), byId, start),
      demoItems: ({ start } = {}, options) => everyItem((page) => app.demo(page, options), byHash, start),
      historyItems: ({ start } = {}, options) =>
        everyItem((page) => readPatiently(() => app.separationHistory(page, options)), byHash, start),
    },
    qualityChecker: {
      ...qualityChecker,
      add: (wanted: NewQualityEntry, options?: Signalled) => addEntry(settings, wanted, options),
      queueEntries: ({ start } = {}, options) =>
        everyItem((page) => qualityChecker.queue(page, options), byId, start),
      leaderboardEntries: ({ start, ...fields } = {}, options) =>
        everyItem(
          async (page) => (await qualityChecker.leaderboard({ ...fields, ...page }, options)).entries,
          byId,
          start,
        ),
    },
  };
}

/** News of a server that numbers none are told apart by all they say. */
function byId(item: { readonly id?: number | undefined }): unknown {
  return item.id ?? JSON.stringify(item);
}

function byHash({ hash }: { readonly hash: string }): unknown {
  return hash;
}
