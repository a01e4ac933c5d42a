import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, as their paths begin. A long file that comes last is waited for by idle cores; and a
 * fresh checkout remembers no durations, by which vitest would order them.
 */
const SLOWEST = [
  'test/unit/histories/',
  'test/unit/functions/pipeline/at-most-once/',
  'test/unit/shared/jobs/order-of-news',
  'test/unit/engine/accounts/account-calls',
  'test/unit/engine/three-callers',
  'test/end-to-end/command-line',
  'test/end-to-end/upstream-faults',
  'test/end-to-end/api',
  'test/end-to-end/three-callers',
  'test/end-to-end/storm',
  'test/end-to-end/jobs-api',
  'test/end-to-end/mvsep-paths',
  'test/end-to-end/syncs',
  'test/end-to-end/hostile-service',
];

/** Orders the files of each project: first what is known to be slow, the rest as vitest does. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const order = new Map(sorted.map((file) => [file, [projects.indexOf(file.project.name), rank(file)]]));
    return sorted.toSorted((one, other) => {
      const [project = 0, slowness = 0] = order.get(one) ?? [];
      const [otherProject = 0, otherSlowness = 0] = order.get(other) ?? [];
      return project - otherProject || slowness - otherSlowness;
    });
  }
}

function rank({ moduleId }: TestSpecification): number {
  const position = SLOWEST.findIndex((start) => moduleId.includes(start));
  return position === -1 ? SLOWEST.length : position;
}
