import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import type { BestStem } from './best-stems.ts';
import type { Choosing, Contender } from './choose-best.ts';
import type { Candidate } from './judge-entry.ts';
import { shownPrice } from './shown-price.ts';

/** Something on a board that was not called. */
export interface PassedOver {
  readonly algorithm: string;
  readonly sdr: number;
  /** In a few words. */
  readonly why: string;
}

/** How many of those that were passed over are named. */
const NAMED = 3;
const LONGEST_NAME = 60;

/** A sentence for people: what won, and what was better and could not be called. */
export function describeChoice(
  stem: BestStem,
  { algorithm, sdr, entry, type, options, creditsPerMinute }: Candidate & Contender,
  passed: readonly PassedOver[],
): string {
  const what = `${decibels(sdr)} for ${stem.name}`;
  const where =
    entry === undefined
      ? `No leaderboard was read yet. By the labels of the catalogue, ${what} is the best that can be called: ${quoted(algorithm)}`
      : `${quoted(algorithm)} has the best SDR that can be called, ${what} on the leaderboard ${stem.datasetName}`;
  const better = passed.filter((one) => one.sdr > sdr);
  const passedOver = better.length === 0 ? '' : ` Better, but not called: ${listed(better)}.`;
  return `${where}. It runs as ${quoted(type.name)} (${type.id}${shownOptions(options)}) at ${shownPrice(creditsPerMinute)}.${passedOver}`;
}

/** Why nothing was chosen, and what to do. */
export function nothingCallable({ stem, wish, taken }: Choosing, passed: readonly PassedOver[]): string {
  const ceiling =
    wish.maxCreditsPerMinute === undefined ? '' : ` for at most ${shownPrice(wish.maxCreditsPerMinute)}`;
  const stems =
    taken.length === 0 ? '' : ` with the stems that are taken of it (${[...new Set(taken)].join(', ')})`;
  const seen =
    passed.length === 0
      ? `No leaderboard compares ${stem.name} yet`
      : `Of ${passed.length} on the leaderboard ${stem.datasetName} none can be called${ceiling}${stems}: ${listed(passed)}`;
  return (
    `"best:${stem.name}" cannot be followed. ${seen}. Nothing was charged: name a type instead, allow more credits a ` +
    'minute, or add the names to leaderboard-names.json, and ask again.'
  );
}

/** The best ones by name, each name once, and how many more there are. */
function listed(passed: readonly PassedOver[]): string {
  const best = passed.toSorted((left, right) => right.sdr - left.sdr);
  const once = best.filter(
    ({ algorithm }, index) => best.findIndex((other) => other.algorithm === algorithm) === index,
  );
  const named = once
    .slice(0, NAMED)
    .map(({ algorithm, sdr, why }) => `${quoted(algorithm)} (${decibels(sdr)}, ${why})`);
  const more = once.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function decibels(sdr: number): string {
  return `${sdr.toFixed(2)} dB`;
}

function shownOptions(options: SeparationOptions): string {
  return Object.entries(options)
    .map(([key, value]) => `, ${key} ${value}`)
    .join('');
}

/** Written by strangers: one line, and never long. */
function quoted(name: string): string {
  const line = name.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return JSON.stringify(line.length <= LONGEST_NAME ? line : `${line.slice(0, LONGEST_NAME - 1)}…`);
}
