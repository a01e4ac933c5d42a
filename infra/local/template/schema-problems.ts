import type * as z from 'zod';

/** A place in a resource's properties and what is wrong there. */
export interface SchemaProblem {
  readonly path: string;
  readonly reason: string;
}

/** The problems that a strict schema found, one for each property it does not know. */
export function schemaProblems(error: z.ZodError): SchemaProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: pathText([...issue.path, key]),
          reason: 'this property is not modelled',
        }))
      : [{ path: pathText(issue.path), reason: issue.message }],
  );
}

/** ["Rules", 0, "Name"] becomes "Rules[0].Name". */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
