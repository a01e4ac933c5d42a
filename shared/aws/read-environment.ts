import * as z from 'zod';

/**
 * Reads a function's settings from its environment, once, at start.
 *
 * @throws Error naming every variable that is missing or wrong, so that a bad deployment fails at once and
 *   says why. Values are not shown: they may be secrets.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Record<string, string | undefined> = process.env,
): z.output<z.ZodObject<Shape>> {
  const result = z.object(shape).safeParse(environment);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
  throw new Error(`The function's environment is not usable: ${problems.join(', ')}.`);
}
