/** Every command answers for programs too. */
export const JSON_OPTION = {
  json: { type: 'boolean', help: ['--json', 'one JSON document instead of text for people'] },
} as const;
