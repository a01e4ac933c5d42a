const PART = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g;

/**
 * The path of a problem in a recipe as a JSON pointer (RFC 6901).
 *
 * @example pointerOfPath('separations[0].then[1].type'); // '/separations/0/then/1/type'
 */
export function pointerOfPath(path: string): string {
  return [...path.matchAll(PART)]
    .map(([, quoted, index, name]) => quoted ?? index ?? name ?? '')
    .map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
