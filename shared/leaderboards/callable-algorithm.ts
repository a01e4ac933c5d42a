import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import { SEPARATION_TYPES, type SeparationType } from '../mvsep/catalogue/separation-type.ts';
import { validateSeparation } from '../mvsep/catalogue/validate-separation.ts';
import type { BoardEntry } from './board-entry.ts';
import { KNOWN_ALGORITHMS, type KnownAlgorithm } from './known-algorithms.ts';
import type { LeaderboardNames } from './leaderboard-names.ts';
import { plainName, withoutDay } from './plain-name.ts';

/** How something on a leaderboard is called at the service. */
export interface CallableAlgorithm {
  readonly type: SeparationType;
  readonly options: SeparationOptions;
}

interface Known extends CallableAlgorithm {
  readonly ensemble: boolean;
}

const ANY_FORMAT = 1;

/** By board and plain name, and by plain name alone for what means the same on all boards. */
const known = new Map(KNOWN_ALGORITHMS.flatMap(entriesOf));

/**
 * What to call at the service for the same as an entry of a leaderboard; undefined where its name is not known. It
 * says nothing of whether the account may call it, or whether it runs today.
 *
 * The users' own names come before ours. Only names that say exactly the same are taken for the same: see `plainName`.
 */
export function findCallable(
  { algorithm, datasetType, isEnsemble }: Pick<BoardEntry, 'algorithm' | 'datasetType' | 'isEnsemble'>,
  own?: LeaderboardNames,
): CallableAlgorithm | undefined {
  const plain = plainName(algorithm);
  const theirs = own?.names.get(plain);
  if (theirs !== undefined) return theirs;
  const found = lookUp(datasetType, plain) ?? lookUp(datasetType, withoutDay(plain));
  // Several models under the name of one: its figures are not those of that one.
  if (found === undefined || (isEnsemble && !found.ensemble)) return undefined;
  return { type: found.type, options: found.options };
}

function lookUp(datasetType: number, plain: string | undefined): Known | undefined {
  if (plain === undefined) return undefined;
  return known.get(`${datasetType} ${plain}`) ?? known.get(` ${plain}`);
}

function entriesOf({ type: slug, options, names, boards, ensemble }: KnownAlgorithm): [string, Known][] {
  const type = SEPARATION_TYPES.find((one) => one.slug === slug);
  if (type === undefined) throw new Error(`known-algorithms.json names a type ${slug} that does not exist.`);
  const checked = validateSeparation({ separationType: type.id, options, outputFormat: ANY_FORMAT });
  const callable = { type, options: checked.options, ensemble };
  return names.flatMap((name) =>
    (boards ?? ['']).map((board): [string, Known] => [`${board} ${plainName(name)}`, callable]),
  );
}
