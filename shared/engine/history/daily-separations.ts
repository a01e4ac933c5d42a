/** How many separations may be created without premium in any 24 hours. */
export const DAILY_SEPARATIONS = 50;

export const DAY_MS = 24 * 3_600_000;
