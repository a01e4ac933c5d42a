import { LOCAL_SETTINGS } from '../../../infra/start/local-settings.ts';

/** Calls that the service of a storm allows in any minute. */
export const STORM_REQUESTS_PER_MINUTE = 1_500;

/** The app before a service with a limited number of requests. */
export const STORM_SETTINGS = { ...LOCAL_SETTINGS, requestsPerMinute: STORM_REQUESTS_PER_MINUTE };
