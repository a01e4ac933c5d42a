/**
 * Turns the name of a function's folder into a CDK id.
 *
 * @example pascalCase('copy-stem') // 'CopyStem'
 */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
