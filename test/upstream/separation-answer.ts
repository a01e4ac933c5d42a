import { findSeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';
import type { Separation, UpstreamModel } from './upstream-model.ts';
import { jsonAnswer, type UpstreamAnswer } from './upstream-request.ts';

/** One file of a finished separation, as `get` lists it. */
export interface ListedFile {
  type: string;
  url: string;
  size: string;
  bytes: number;
  download: string;
}

/** What `get` answers. */
export function separationAnswer(
  model: UpstreamModel,
  baseUrl: string,
  fields: ReadonlyMap<string, string>,
): UpstreamAnswer {
  const separation = model.separations.get(fields.get('hash') ?? '');
  if (separation === undefined) return notFound();
  return jsonAnswer(separationBody(model, baseUrl, separation, fields.get('mirror') === '1'));
}

/** The body of `get`; a webhook posts the same, with the hash on top. */
export function separationBody(
  model: UpstreamModel,
  baseUrl: string,
  separation: Separation,
  mirror = false,
): object {
  const status = model.statusOf(separation);
  switch (status) {
    case 'cancelled':
      return { success: false, status: 'not_found', data: { message: 'File or File Hash not found' } };
    case 'waiting':
      return { success: true, status, data: { queue_count: 1, current_order: 1, message: 'waiting' } };
    case 'failed':
      return { success: true, status, data: { message: model.failing(separation) ?? 'failed' } };
    case 'done':
      return { success: true, status, data: doneData(model, baseUrl, separation, mirror) };
    default:
      return { success: true, status, data: { message: status } };
  }
}

function doneData(model: UpstreamModel, baseUrl: string, separation: Separation, mirror: boolean) {
  const { hash, type, fileName, createdAt } = separation;
  const folder = mirror ? 'mirror' : 'processed';
  const files: ListedFile[] = model.stemsOf(separation).map(({ label, file, bytes }) => ({
    type: label,
    url: `${baseUrl}/storage/${folder}/g${model.linkGeneration}/${hash}/${file}`,
    size: '0.01 MB',
    bytes: bytes.length,
    download: file,
  }));
  const name = findSeparationType(type)?.name ?? `Type ${type}`;
  return {
    hash,
    message: '',
    algorithm: name,
    algorithm_description: name,
    size: '0.01 MB',
    output_format: 'wav (uncompressed, 16 bit)',
    tags: null,
    input_file: { url: `${baseUrl}/storage/temp/${hash}`, size: '0.01 MB', download: fileName },
    files: model.listed(separation, files),
    date: new Date(createdAt).toISOString().replace('T', ' ').slice(0, 19),
  };
}

function notFound(): UpstreamAnswer {
  return jsonAnswer({
    success: false,
    status: 'not_found',
    data: { message: 'File or File Hash not found' },
  });
}
