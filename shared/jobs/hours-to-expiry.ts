import type { Step } from './step.ts';

/** How long the service keeps the stems of a finished separation. */
const HOURS_KEPT = 72;
const HOUR_MS = 3_600_000;

/**
 * For how many more hours the service keeps the stems of a step that are paid for and not all in the bucket; 0 when
 * it keeps them no longer.
 *
 * @returns undefined when all of them are in the bucket, or none lies at the service
 */
export function hoursToExpiry({ result, resultAt, files }: Step, at: Date): number | undefined {
  if (result?.kind !== 'done' || resultAt === undefined) return undefined;
  const isUncopied = result.stems.some(
    ({ url }, index) => url !== undefined && files[String(index)] === undefined,
  );
  if (!isUncopied) return undefined;
  return Math.max(0, HOURS_KEPT - (at.getTime() - Date.parse(resultAt)) / HOUR_MS);
}
