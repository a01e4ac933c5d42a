import type { Plan } from './plan.ts';

const MEGABYTE = 1024 * 1024;

/** What a file may be at most. */
interface SongLimits {
  readonly megabytes: number;
  readonly minutes: number;
}

/** What the API allows each plan. */
const OF_PLAN: Readonly<Record<Plan, SongLimits>> = {
  premium: { megabytes: 1000, minutes: 100 },
  registered: { megabytes: 100, minutes: 10 },
  unregistered: { megabytes: 100, minutes: 10 },
};

/**
 * What this Engine can take. Songs stream through it, so that memory sets no limit: this is the time in which one
 * function decodes them with ease.
 */
const LIMITS_OF_ENGINE: SongLimits = { megabytes: 1000, minutes: 100 };

/** How long each of two songs may be that are compared with each other: for that, they are in memory whole. */
export const COMPARED_MINUTES = 15;

/** What encoders may add at both ends, and decoders take away again. */
export const PADDING_SECONDS = 1;

/** The most bytes that a file of a plan may have here. */
export function largestBytes(plan: Plan): number {
  return Math.min(OF_PLAN[plan].megabytes, LIMITS_OF_ENGINE.megabytes) * MEGABYTE;
}

/** Why a file is too large for its owner's plan or for this Engine, as a sentence; undefined when it is not. */
export function sizeProblem(bytes: number, plan: Plan): string | undefined {
  if (bytes <= largestBytes(plan)) return undefined;
  return plan !== 'premium'
    ? `The file is larger than ${OF_PLAN[plan].megabytes} MB, the limit without premium. Use FLAC or MP3, or enable premium.`
    : `The file is larger than ${LIMITS_OF_ENGINE.megabytes} MB, which is the limit of this server. Use FLAC or MP3.`;
}

/** Why a file is too long for its owner's plan or for this Engine, as a sentence; undefined when it is not. */
export function lengthProblem(seconds: number, plan: Plan): string | undefined {
  const minutes = Math.ceil(seconds / 60);
  const ofPlan = OF_PLAN[plan].minutes;
  if (seconds > Math.min(ofPlan, LIMITS_OF_ENGINE.minutes) * 60 + PADDING_SECONDS) {
    return ofPlan < LIMITS_OF_ENGINE.minutes
      ? `The file lasts ${minutes} minutes; ${ofPlan} are the limit without premium. Cut it in pieces, or enable premium.`
      : `The file lasts ${minutes} minutes; ${LIMITS_OF_ENGINE.minutes} are the limit of this server. Cut it in pieces.`;
  }
  return undefined;
}
