/** Collects what is wrong while a definition is walked. */
export interface DefinitionProblems {
  readonly list: string[];
  readonly stateNames: Set<string>;
}

/** Reports fields outside of `known`, and a query language other than JSONPath. */
export function checkFields(
  where: string,
  value: Record<string, unknown>,
  known: readonly string[],
  problems: DefinitionProblems,
): void {
  for (const field of Object.keys(value)) {
    if (!known.includes(field)) problems.list.push(`${where} has ${field}, which is not supported`);
  }
  if ('QueryLanguage' in value && value.QueryLanguage !== 'JSONPath') {
    problems.list.push(
      `${where} has QueryLanguage ${String(value.QueryLanguage)}; only JSONPath is supported`,
    );
  }
}
