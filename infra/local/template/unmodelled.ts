/** One thing in a template that the local cloud cannot do as AWS would. */
export interface TemplateProblem {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Property path such as "Environment.Variables.TABLE"; empty for the resource as a whole. */
  readonly path: string;
  readonly reason: string;
}

/**
 * Thrown when templates ask for something that is not modelled here. It carries every problem of all
 * stacks at once, so that one run shows the whole list.
 */
export class Unmodelled extends Error {
  override readonly name = 'Unmodelled';
  readonly problems: readonly TemplateProblem[];

  constructor(problems: readonly TemplateProblem[]) {
    super(
      [
        `The local cloud does not model ${problems.length} thing(s) in the synthesized templates and refuses to ignore them:`,
        ...problems.map(problemLine),
      ].join('\n'),
    );
    this.problems = problems;
  }
}

function problemLine({ stack, logicalId, type, path, reason }: TemplateProblem): string {
  const where = path === '' ? '' : ` ${path}`;
  return `- ${stack}/${logicalId} (${type})${where}: ${reason}`;
}
