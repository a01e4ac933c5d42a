import { separationHash } from '../../../../shared/mvsep/contract/separation-hash.ts';
import type { Answer } from '../mvsep/scripted-server.ts';
import { json } from '../mvsep/scripted-server.ts';

/** How far a separation is, in the order in which the service goes through it. */
const STAGES = [
  'unknown',
  'fetching',
  'just created',
  'queued',
  'running',
  'split',
  'without links',
  'ended',
] as const;

export type Ending = 'done' | 'failed' | 'link not fetched';

interface Separation {
  readonly ending: Ending;
  stage: number;
  /** A copy of the service that lags behind answers the next call. */
  stale: boolean;
  gets: number;
}

const NOT_FOUND = json({ success: false, status: 'not_found', data: { message: 'not found' } });
const found = (status: string, data: object = {}) => json({ success: true, status, data });
const FILES = [
  { type: 'Drums', url: 'https://x/storage/drums.wav' },
  { type: 'Other', url: 'https://x/storage/other.wav' },
];

/** A service that separates songs handed over as links, each as far as it is told. */
export function createAdvancingService() {
  const separations = new Map<string, Separation>();

  /** The name of a separation is the end of both its hashes. */
  const named = (url: string): [string, Separation | undefined] => {
    const hash = new URL(url, 'http://x').searchParams.get('hash') ?? '';
    const name = hash.replace(/^(remote-|20260812120000-0123456789-)/, '').replace(/\.wav$/, '');
    return [name, separations.get(name)];
  };

  const stageOf = (separation: Separation): (typeof STAGES)[number] => {
    const behind = separation.stale ? 2 : 0;
    separation.stale = false;
    return STAGES[Math.max(0, separation.stage - behind)] ?? 'ended';
  };

  const answer: Answer = (response, request) => {
    const [name, separation] = named(request.url);
    if (separation === undefined) return NOT_FOUND(response, request);
    const stage = stageOf(separation);
    const isRemote = request.url.includes('/get-remote');
    if (!isRemote) separation.gets += 1;
    const reply = isRemote
      ? remoteAnswer(stage, separation.ending, name)
      : getAnswer(stage, separation.ending);
    return reply(response, request);
  };

  return {
    answer,
    remoteHash: (name: string) => `remote-${name}`,
    longHash: (name: string) => separationHash.parse(`20260812120000-0123456789-${name}.wav`),
    take(name: string, ending: Ending) {
      separations.set(name, { ending, stage: 0, stale: false, gets: 0 });
    },
    advance(name: string, stages = 1) {
      const separation = separations.get(name);
      if (separation) separation.stage = Math.min(STAGES.length - 1, separation.stage + stages);
    },
    lagBehind(name: string) {
      const separation = separations.get(name);
      if (separation) separation.stale = true;
    },
    hasEnded: (name: string) => separations.get(name)?.stage === STAGES.length - 1,
    gets: (name: string) => separations.get(name)?.gets ?? 0,
  };
}

function remoteAnswer(stage: (typeof STAGES)[number], ending: Ending, name: string): Answer {
  if (stage === 'unknown') return NOT_FOUND;
  if (stage === 'fetching') return found('waiting', { queue_count: 3, current_order: 1 });
  if (ending === 'link not fetched') return found('failed', { message: 'HTTP 403' });
  return found('done', { hash: `20260812120000-0123456789-${name}.wav` });
}

function getAnswer(stage: (typeof STAGES)[number], ending: Ending): Answer {
  if (stage === 'queued') return found('waiting', { queue_count: 9, current_order: 4 });
  if (stage === 'running') return found('processing');
  if (stage === 'split') return found('distributing', { finished_chunks: 1, all_chunks: 2 });
  if (stage === 'without links') return found('done', { files: [{ type: 'Drums', url: '' }] });
  if (stage !== 'ended') return NOT_FOUND;
  return ending === 'failed' ? found('failed', { message: 'out of tune' }) : found('done', { files: FILES });
}
