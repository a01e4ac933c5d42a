import type { RouteThrottling, StageConfig } from './http-api-config.ts';
import { createTokenBucket, type TakeToken } from './token-bucket.ts';

/** What an account gets where a stage sets only one of the two numbers. */
const ACCOUNT_BURST = 5000;
const ACCOUNT_REQUESTS_PER_SECOND = 10_000;

/** Whether a request to this route may pass now. */
export type AllowRequest = (routeKey: string) => boolean;

/**
 * Throttles each route by its own settings of the stage, else by the stage's default ones, one bucket a
 * route. A stage without settings is not throttled: the account's limits are out of one machine's reach.
 */
export function createThrottle(stage: StageConfig, now: () => number): AllowRequest {
  const buckets = new Map<string, TakeToken>();
  return (routeKey) => {
    const settings = { ...stage.defaultRouteSettings, ...stage.routeSettings?.[routeKey] };
    if (!isThrottled(settings)) return true;
    let take = buckets.get(routeKey);
    if (take === undefined) {
      take = createTokenBucket(
        settings.throttlingBurstLimit ?? ACCOUNT_BURST,
        settings.throttlingRateLimit ?? ACCOUNT_REQUESTS_PER_SECOND,
        now,
      );
      buckets.set(routeKey, take);
    }
    return take();
  };
}

function isThrottled(settings: RouteThrottling): boolean {
  return settings.throttlingBurstLimit !== undefined || settings.throttlingRateLimit !== undefined;
}
