/** How waiting separations are asked about, in seconds. */
interface Rhythm {
  readonly firstSeconds: number;
  readonly shortestSeconds: number;
  /** The next interval as a part of the age: what takes long is asked about less often. */
  readonly partOfAge: number;
  readonly longestSeconds: number;
}

/** Nobody else tells when a separation is done: the shortest take some 20 seconds. */
const ALONE: Rhythm = { firstSeconds: 20, shortestSeconds: 15, partOfAge: 0.25, longestSeconds: 600 };
/** A webhook tells; the poller only makes up for a lost one, after most separations have ended. */
const BEHIND_WEBHOOKS: Rhythm = {
  firstSeconds: 240,
  shortestSeconds: 240,
  partOfAge: 1,
  longestSeconds: 1800,
};

/** What each separation before this one in the service's queue takes at least. */
const SECONDS_PER_POSITION = 10;

/** When a separation is first asked about. */
export function firstPoll(createdAt: Date, { webhook }: { readonly webhook: boolean }): Date {
  return new Date(createdAt.getTime() + rhythm(webhook).firstSeconds * 1000);
}

export interface PollFacts {
  readonly createdAt: Date;
  readonly now: Date;
  /** Place in the service's queue, as it was told; absent when it is not queued there, or nobody said. */
  readonly position?: number | undefined;
  /** Whether a webhook is expected. */
  readonly webhook: boolean;
}

/** When a separation that has not ended should be asked about again: the later, the older and the farther back. */
export function nextPoll({ createdAt, now, position = 0, webhook }: PollFacts): Date {
  const { shortestSeconds, partOfAge, longestSeconds } = rhythm(webhook);
  const ageSeconds = (now.getTime() - createdAt.getTime()) / 1000;
  const wanted = Math.max(shortestSeconds, ageSeconds * partOfAge) + position * SECONDS_PER_POSITION;
  return new Date(now.getTime() + Math.min(longestSeconds, wanted) * 1000);
}

function rhythm(webhook: boolean): Rhythm {
  return webhook ? BEHIND_WEBHOOKS : ALONE;
}
