import { OPERATIONS } from '../../../shared/api/operations.ts';

/** The methods that a path of the API takes; none when there is no such path. */
export function methodsAt(path: string): readonly string[] {
  return [...new Set(OPERATIONS.filter((one) => isAt(one.path, path)).map((one) => one.method))];
}

/** Whether a path is one of a route such as `/v1/jobs/{jobId}`. */
function isAt(route: string, path: string): boolean {
  const wanted = route.split('/');
  const segments = path.split('/');
  return (
    wanted.length === segments.length &&
    wanted.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : segments[index] === part))
  );
}
