const whole = (description: string) => ({ description, schema: { type: 'integer', minimum: 0 } });

/** Headers of answers, for `components.headers`. */
export const ANSWER_HEADERS = {
  'X-RateLimit-Limit': whole('Requests that the key may make in a minute.'),
  'X-RateLimit-Remaining': whole('How many of them are left in this minute.'),
  'Retry-After': whole('Seconds until the next minute begins.'),
};
