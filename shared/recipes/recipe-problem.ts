/** One thing that is wrong in a document of recipes. */
export interface RecipeProblem {
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
  /** Where it stands, as `recipes.band.separations[0].type`; empty for the document itself. */
  readonly path: string;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

/** The most problems that one sentence tells; the report tells all. */
const TOLD = 3;

/** Problems as sentences for the owner of a song. */
export function describeProblems(document: string, problems: readonly RecipeProblem[]): string {
  const told = problems.slice(0, TOLD).map(({ line, column, path, message }) => {
    const place = path === '' ? '' : ` (${path})`;
    return `${document}, line ${line}, column ${column}${place}: ${message}`;
  });
  const more = problems.length - told.length;
  return told.join(' ') + (more > 0 ? ` And ${more} more.` : '');
}
