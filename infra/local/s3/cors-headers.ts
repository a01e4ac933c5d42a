import type { CorsRule } from './cors-rule.ts';

/** What a browser asks: an actual request, or a preflight for one with these headers. */
export interface CorsQuestion {
  readonly origin: string;
  readonly method: string;
  /** Lower-case names of a preflight's Access-Control-Request-Headers. */
  readonly requestHeaders: readonly string[];
}

/** Whether a text matches a pattern with at most one "*". */
function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

function allows(rule: CorsRule, { origin, method, requestHeaders }: CorsQuestion): boolean {
  const patterns = (rule.allowedHeaders ?? []).map((pattern) => pattern.toLowerCase());
  return (
    rule.allowedMethods.includes(method) &&
    rule.allowedOrigins.some((pattern) => matches(pattern, origin)) &&
    requestHeaders.every((header) => patterns.some((pattern) => matches(pattern, header)))
  );
}

/**
 * The CORS headers that the first matching rule gives; undefined when no rule matches.
 * Source: "How does Amazon S3 evaluate the CORS configuration on a bucket?", Amazon S3 User Guide.
 */
export function corsHeaders(
  rules: readonly CorsRule[],
  question: CorsQuestion,
): Record<string, string> | undefined {
  const rule = rules.find((candidate) => allows(candidate, question));
  if (rule === undefined) return undefined;
  const anyone = rule.allowedOrigins.includes('*');
  const headers: Record<string, string> = {
    'access-control-allow-origin': anyone ? '*' : question.origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
  if (!anyone) headers['access-control-allow-credentials'] = 'true';
  if (question.requestHeaders.length > 0) {
    headers['access-control-allow-headers'] = question.requestHeaders.join(', ');
  }
  if (rule.exposedHeaders?.length) headers['access-control-expose-headers'] = rule.exposedHeaders.join(', ');
  if (rule.maxAgeSeconds !== undefined) headers['access-control-max-age'] = String(rule.maxAgeSeconds);
  return headers;
}
