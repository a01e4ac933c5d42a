import { loadStacks } from '../../../infra/local/template/load-stacks.ts';
import type { LoadedStacks } from '../../../infra/local/template/loaded-stacks.ts';
import { templateSchema } from '../../../infra/local/template/template-schema.ts';
import { type TemplateProblem, Unmodelled } from '../../../infra/local/template/unmodelled.ts';

type Parameters = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Loads templates by stack name, without an assembly on disk. */
export function load(templates: Readonly<Record<string, object>>, parameters: Parameters = {}): LoadedStacks {
  const stacks = Object.entries(templates).map(([name, template]) => ({
    name,
    template: templateSchema.parse({ Resources: {}, ...template }),
    assets: new Map<string, string>(),
  }));
  return loadStacks({ stacks, parameters });
}

/** The problems that loading brings to light; none when it succeeds. */
export function problemsOf(
  templates: Readonly<Record<string, object>>,
  parameters: Parameters = {},
): readonly TemplateProblem[] {
  try {
    load(templates, parameters);
    return [];
  } catch (error) {
    if (error instanceof Unmodelled) return error.problems;
    throw error;
  }
}
