/** Every dataset that has a leaderboard, by its number at the service. */
export const DATASET_TYPES: readonly number[] = Array.from({ length: 13 }, (_, number) => number);
