import type { UpstreamModel } from './upstream-model.ts';
import { refusalAnswer, type UpstreamAnswer } from './upstream-request.ts';

const STORED = /^\/storage\/(?:processed|mirror)\/g(\d+)\/([^/]+)\/([^/]+)$/;

/** A file below `/storage/`, whole or in part; 404 when its link is of an older generation. */
export function storedFile(model: UpstreamModel, path: string, range: string | undefined): UpstreamAnswer {
  const [, generation, hash, file] = STORED.exec(path) ?? [];
  const separation = model.separations.get(hash ?? '');
  const stem = separation && model.stemsOf(separation).find((one) => one.file === file);
  if (stem === undefined || Number(generation) !== model.linkGeneration) {
    return refusalAnswer('not found', 404);
  }
  const { bytes } = stem;
  const headers = {
    'content-type': 'audio/wav',
    'accept-ranges': 'bytes',
    'access-control-allow-origin': '*',
    etag: `"${hash}-${file}"`,
  };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) return { status: 200, headers, body: bytes };
  const end = to === undefined || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  const contentRange = `bytes ${from}-${end}/${bytes.length}`;
  return {
    status: 206,
    headers: { ...headers, 'content-range': contentRange },
    body: bytes.subarray(Number(from), end + 1),
  };
}
