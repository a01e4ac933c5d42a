import { findSeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';
import { separationAnswer } from './separation-answer.ts';
import type { Order, RemoteUpload, Separation, UpstreamModel } from './upstream-model.ts';
import {
  callKind,
  jsonAnswer,
  refusalAnswer,
  type UpstreamAnswer,
  type UpstreamRequest,
} from './upstream-request.ts';

const BUSY = 'You already have unprocessed file in queue. Please wait before adding new file!';
const LARGEST_PAGE = 20;
const HOURS_KEPT = 72;

/** What happens at the service besides the answer. */
export interface UpstreamEffects {
  /** A link has to be fetched now. */
  readonly onRemote: (remote: RemoteUpload) => void;
  readonly onSeparation: (separation: Separation) => void;
}

/** Answers one call of the API from the state of the model. */
export function answerRequest(
  model: UpstreamModel,
  baseUrl: string,
  request: UpstreamRequest,
  effects: UpstreamEffects,
  now: number,
): UpstreamAnswer {
  const { fields } = request;
  const kind = callKind(request.path);
  const needsToken = ['create', 'cancel', 'history', 'user', 'quality-add'].includes(kind);
  if (needsToken && !/^[A-Za-z0-9]{10,}$/.test(fields.get('api_token') ?? '')) {
    return refusalAnswer('invalid token', kind === 'create' || kind === 'quality-add' ? 401 : 400);
  }
  switch (kind) {
    case 'create':
      return create(model, baseUrl, request, effects);
    case 'get':
      return separationAnswer(model, baseUrl, fields);
    case 'get-remote':
      return getRemote(model, baseUrl, fields.get('hash') ?? '');
    case 'cancel':
      return model.cancel(fields.get('hash') ?? '')
        ? jsonAnswer({ success: true, message: 'cancelled', data: { message: 'cancelled' } })
        : refusalAnswer('The separation can not be cancelled any more');
    case 'history': {
      const start = Number(fields.get('start') ?? 0);
      const limit = Math.min(Number(fields.get('limit') ?? 10), LARGEST_PAGE);
      const newestFirst = [...model.separations.values()].reverse().slice(start, start + limit);
      return jsonAnswer({ success: true, data: newestFirst.map((one) => historyItem(model, one, now)) });
    }
    case 'user':
      return jsonAnswer({ success: true, data: account(model, now) });
    case 'queue': {
      const plan = { plan: model.premium ? 'premium' : 'registered', queue: model.running().length };
      const queue = { in_process: model.running().length, premium: 0, registered: 0, unregistered: 0 };
      return jsonAnswer({ queue, plan, current: plan, free_separations: { left: 50, max: 50 } });
    }
    case 'algorithms':
      return model.algorithms.answer(fields);
    case 'leaderboard':
      return model.boards.leaderboard(fields);
    case 'quality-queue':
      return model.boards.queue(fields);
    case 'quality-add':
      return model.desk.add(baseUrl, request);
    case 'quality-entry':
      model.desk.look(Number(fields.get('id')));
      return model.boards.entry(fields);
    default:
      return refusalAnswer('not found', 404);
  }
}

function create(
  model: UpstreamModel,
  baseUrl: string,
  { fields, file }: UpstreamRequest,
  effects: UpstreamEffects,
): UpstreamAnswer {
  const type = Number(fields.get('sep_type') ?? 'NaN');
  if (Number.isNaN(type)) return refusalAnswer('Seperation type is not set');
  if (!model.mayCreate()) return refusalAnswer(BUSY);
  const order: Order = {
    type,
    options: Object.fromEntries(
      [...fields].filter(([name, value]) => name.startsWith('add_opt') && value !== ''),
    ),
    outputFormat: Number(fields.get('output_format') ?? 0),
    webhookUrl: fields.get('webhook_url'),
  };
  const url = fields.get('url');
  if (file !== undefined) {
    const separation = model.createFromFile(order, file.name, file.bytes);
    effects.onSeparation(separation);
    return created(baseUrl, 'get', separation.hash);
  }
  if (url === undefined || !URL.canParse(url)) return refusalAnswer('The audiofile field is required.');
  const remote = model.createFromLink(order, url);
  effects.onRemote(remote);
  return created(baseUrl, 'get-remote', remote.hash);
}

function created(baseUrl: string, call: string, hash: string): UpstreamAnswer {
  const link = `${baseUrl}/api/separation/${call}?hash=${hash}`;
  return jsonAnswer({ success: true, data: { link, hash } });
}

function getRemote(model: UpstreamModel, baseUrl: string, hash: string): UpstreamAnswer {
  const remote = model.remotes.get(hash);
  if (remote === undefined) {
    return jsonAnswer({ success: false, status: 'not_found', data: { message: 'File not found' } });
  }
  if (remote.failure !== undefined) {
    return jsonAnswer({ success: true, status: 'failed', data: { message: remote.failure } });
  }
  if (remote.separation === undefined) {
    const message = 'Your audio file is being downloaded, please wait a while...';
    return jsonAnswer({ success: false, status: 'waiting', message, data: { message } });
  }
  const link = `${baseUrl}/api/separation/get?hash=${remote.separation}`;
  return jsonAnswer({ success: true, status: 'done', data: { link, hash: remote.separation, message: '' } });
}

function account(model: UpstreamModel, now: number) {
  return {
    name: 'Label',
    email: 'label@example.com',
    api_token: 'x'.repeat(30),
    created_at: '2024-01-01 00:00:00',
    updated_at: '2024-01-01 00:00:00',
    premium_minutes: model.book.creditsLeft,
    premium_enabled: Number(model.premium),
    long_filenames_enabled: 1,
    current_queue: model.running().map((one) => historyItem(model, one, now)),
  };
}

function historyItem(model: UpstreamModel, separation: Separation, now: number) {
  const exists = model.statusOf(separation) !== 'cancelled';
  const time = new Date(separation.createdAt).toISOString().replace('T', ' ').slice(0, 19);
  const refunded = model.book.charges.some(({ hash, refunded }) => hash === separation.hash && refunded);
  return {
    id: separation.id,
    hash: separation.hash,
    created_at: time,
    updated_at: time,
    job_exists: exists,
    credits: exists ? (refunded ? 0 : separation.credits) : null,
    time_left: Math.floor(HOURS_KEPT - (now - separation.createdAt) / 3_600_000),
    algorithm: {
      name: findSeparationType(separation.type)?.name ?? `Type ${separation.type}`,
      algorithm_group_id: 1,
      orientation: 0,
      render_id: separation.type,
      order_id: 1,
      algorithm_group: { id: 1, name: 'Some group' },
    },
  };
}
