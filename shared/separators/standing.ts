/**
 * How what runs here stands to what the service runs under the same number: `exact` is the same algorithm or
 * model, `substitute` does the same task by other means, `approximate` does so roughly.
 */
export type Standing = 'exact' | 'substitute' | 'approximate';

/** What users are told of it, behind every description. */
export const STANDING_SENTENCES: Readonly<Record<Standing, string>> = {
  exact: 'Exact: the same algorithm or model as the name of the type says.',
  substitute:
    "Substitute: the same task by this server's own means, not the models that the type and its options name.",
  approximate: 'Approximate: the same task, roughly; do not judge the type by it.',
};
