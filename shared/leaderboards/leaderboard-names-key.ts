/** Where users keep names of leaderboards that they know: one JSON document in the bucket, beside their recipes. */
export const LEADERBOARD_NAMES_KEY = 'leaderboard-names.json';
