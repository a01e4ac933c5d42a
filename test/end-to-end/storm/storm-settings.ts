/** Calls that the service of a storm allows in any minute. */
export const STORM_REQUESTS_PER_MINUTE = 1_500;

/** What the setting `requestsPerMinute` becomes. */
export const STORM_ENVIRONMENT = { REQUESTS_PER_MINUTE: String(STORM_REQUESTS_PER_MINUTE) };
