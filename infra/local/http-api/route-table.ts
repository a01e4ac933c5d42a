import type { RouteConfig } from './http-api-config.ts';

/** A route that a request fell on, with the decoded values of its path variables. */
export interface RouteMatch {
  readonly route: RouteConfig;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Finds the route for a method and a path as it came in the request line (still percent-encoded). */
export type MatchRoute = (method: string, rawPath: string) => RouteMatch | undefined;

interface ParsedRoute {
  readonly route: RouteConfig;
  readonly method: string;
  readonly segments: readonly string[];
}

/**
 * Orders the routes as API Gateway picks them: the path that is fixed furthest to the right, a `{variable}`
 * after a fixed segment, a greedy `{proxy+}` after both, a method of its own before ANY, `$default` last.
 *
 * A trailing slash is a segment of its own, as on AWS: "/jobs/" does not reach "GET /jobs". Source: "Routing
 * API requests" in the API Gateway developer guide.
 *
 * @throws Error for a route key that API Gateway would refuse.
 */
export function createRouteTable(routes: readonly RouteConfig[]): MatchRoute {
  const fallback = routes.find((route) => route.routeKey === '$default');
  const parsed = routes.filter((route) => route !== fallback).map(parseRoute);
  parsed.sort(comparePrecedence);
  return (method, rawPath) => {
    const segments = rawPath.slice(1).split('/');
    for (const candidate of parsed) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue;
      const pathParameters = matchSegments(candidate.segments, segments);
      if (pathParameters !== undefined) return { route: candidate.route, pathParameters };
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
  };
}

function parseRoute(route: RouteConfig): ParsedRoute {
  const parts = /^(ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/(\S*)$/.exec(route.routeKey);
  const [, method, path] = parts ?? [];
  if (method === undefined || path === undefined) {
    throw new Error(`The route key "${route.routeKey}" is neither "$default" nor "METHOD /path".`);
  }
  const segments = path.split('/');
  if (segments.slice(0, -1).some((segment) => segment.endsWith('+}'))) {
    throw new Error(`In the route "${route.routeKey}" a greedy variable must be the last segment.`);
  }
  return { route, method, segments };
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    const variable = /^\{(.+?)(\+?)\}$/.exec(part);
    const [, name, greedy] = variable ?? [];
    if (name === undefined) {
      if (decodeURIComponent(segment) !== part) return undefined;
    } else if (greedy === '+') {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      values[name] = decodeURIComponent(rest);
      return values;
    } else {
      if (segment === '') return undefined;
      values[name] = decodeURIComponent(segment);
    }
  }
  return pattern.length === segments.length ? values : undefined;
}

function comparePrecedence(left: ParsedRoute, right: ParsedRoute): number {
  const length = Math.max(left.segments.length, right.segments.length);
  for (let index = 0; index < length; index += 1) {
    const difference = segmentRank(left.segments[index]) - segmentRank(right.segments[index]);
    if (difference !== 0) return difference;
  }
  return Number(left.method === 'ANY') - Number(right.method === 'ANY');
}

function segmentRank(segment: string | undefined): number {
  if (segment === undefined) return 3;
  if (segment.endsWith('+}')) return 2;
  return segment.startsWith('{') ? 1 : 0;
}
