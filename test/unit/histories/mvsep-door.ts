import { answerRequest } from '../../upstream/answer-request.ts';
import { CallLog } from '../../upstream/call-log.ts';
import type { RemoteUpload } from '../../upstream/upstream-model.ts';
import { UpstreamModel } from '../../upstream/upstream-model.ts';
import {
  callKind,
  jsonAnswer,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '../../upstream/upstream-request.ts';
import type { MemoryS3 } from './memory-s3.ts';
import { ConnectionLost, outgoing } from './outgoing-calls.ts';
import type { Simulation } from './simulation.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export interface DoorOptions {
  readonly simulation: Simulation;
  readonly s3: MemoryS3;
  readonly premium: boolean;
}

/** The service of one history: its model, behind calls that go wrong. Reached through `fetch`, by its host name. */
export class MvsepDoor {
  readonly model: UpstreamModel;
  readonly log = new CallLog();
  /** Probability that the service itself fails a call. */
  faultiness = 0;
  /** Told when a separation is there, to send its webhook when it ends. */
  onSeparation: (hash: string) => void = () => undefined;
  readonly #options: DoorOptions;

  constructor(options: DoorOptions) {
    this.#options = options;
    const { simulation, premium } = options;
    const refundsFailures = simulation.chance(0.5);
    const times = { waiting: MINUTE, processing: 2 * MINUTE, merging: MINUTE / 2 };
    const now = () => simulation.now;
    this.model = new UpstreamModel({ now, random: simulation.random, premium, times, refundsFailures });
  }

  /** One HTTP exchange, as the functions see it. */
  async exchange(url: URL, init: RequestInit | undefined): Promise<Response> {
    const { simulation } = this.#options;
    const kind = callKind(url.pathname);
    const request = await readRequest(url, init);
    this.log.record(kind, simulation.now);
    let isAnswered = false;
    const work = async () => {
      isAnswered = true;
      return this.#answer(url, request);
    };
    try {
      const answer = await outgoing(`mvsep ${kind}`, async () => {
        const fault = simulation.chance(this.faultiness)
          ? simulation.pick(['500', 'html', 'after', 'late', '429'] as const)
          : undefined;
        if (fault !== undefined) simulation.tell(`mvsep: ${kind} meets ${fault}`);
        switch (fault) {
          case '500':
            return jsonAnswer({ message: 'Server Error' }, 500);
          case 'html':
            return htmlAnswer();
          case '429':
            return jsonAnswer({ message: 'Too Many Attempts.' }, 429, { 'retry-after': '30' });
          case 'after':
            await work();
            return htmlAnswer();
          case 'late':
            // It lies somewhere on the way, and arrives when its sender has given up.
            simulation.schedule(simulation.between(1, 50) * SECOND, `late ${kind}`, async () => {
              simulation.tell(`mvsep: a late ${kind} arrives`);
              this.#answer(url, request);
            });
            throw new ConnectionLost();
          default:
            return work();
        }
      });
      const { status, headers } = answer;
      return new Response(answer.body.toString(), { status, headers });
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      simulation.tell(`mvsep: the answer to ${kind} is lost${isAnswered ? ', its work is done' : ''}`);
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });
    }
  }

  #answer(url: URL, request: UpstreamRequest): UpstreamAnswer {
    const { simulation } = this.#options;
    const effects = {
      onRemote: (remote: RemoteUpload) => this.#fetchLater(remote),
      onSeparation: ({ hash }: { readonly hash: string }) => this.onSeparation(hash),
    };
    return answerRequest(this.model, url.origin, request, effects, simulation.now);
  }

  #fetchLater(remote: RemoteUpload): void {
    const { simulation, s3 } = this.#options;
    simulation.schedule(simulation.between(0, 90) * SECOND, 'fetch of a link', async () => {
      const key = decodeURIComponent(new URL(remote.url).pathname.slice(1));
      const isUnlucky = simulation.chance(this.faultiness / 2);
      const separation = this.model.fetched(remote, isUnlucky ? undefined : s3.objects.get(key)?.bytes);
      simulation.tell(`mvsep: the link ${key} was ${separation === undefined ? 'not ' : ''}fetched`);
      if (separation !== undefined) this.onSeparation(separation.hash);
    });
  }
}

function htmlAnswer(): UpstreamAnswer {
  return { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><h1>502</h1></html>' };
}

async function readRequest(url: URL, init: RequestInit | undefined): Promise<UpstreamRequest> {
  const fields = new Map([...url.searchParams]);
  const about = { method: init?.method ?? 'GET', path: url.pathname };
  if (init?.body === undefined || init.body === null) return { ...about, fields };
  const type = new Headers(init.headers).get('content-type') ?? '';
  const form = await new Response(init.body, { headers: { 'content-type': type } }).formData();
  let file: UpstreamRequest['file'];
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name, value);
    else file = { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return { ...about, fields, ...(file === undefined ? {} : { file }) };
}
