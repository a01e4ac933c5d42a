import { MvsepAmbiguous } from '../../../../../shared/errors/mvsep-ambiguous.ts';
import { MvsepBusy } from '../../../../../shared/errors/mvsep-busy.ts';
import { MvsepRejected } from '../../../../../shared/errors/mvsep-rejected.ts';
import { MvsepUnavailable } from '../../../../../shared/errors/mvsep-unavailable.ts';
import type {
  CreatedSeparation,
  NewSeparation,
} from '../../../../../shared/mvsep/client/create-separation.ts';
import type { MvsepClient } from '../../../../../shared/mvsep/client/mvsep-client.ts';
import { apiToken } from '../../../../../shared/mvsep/contract/api-token.ts';
import { type RemoteHash, remoteHash } from '../../../../../shared/mvsep/contract/remote-hash.ts';
import { type SeparationHash, separationHash } from '../../../../../shared/mvsep/contract/separation-hash.ts';

/** What becomes of one create. */
export type Fate =
  | 'taken'
  | 'lost, had arrived'
  | 'lost, never arrives'
  | 'lost, arrives late'
  | 'down'
  | 'rejected'
  | 'bad link';

/** How late a lost request may still arrive by link; its bytes by upload come within the time allowed for that. */
const LATEST_LINK_MS = 60 * 60_000;
const LATEST_UPLOAD_MS = 9 * 60_000;
/** How long a link may wait to be fetched, and how long the fetch takes: by then a separation is in no list. */
const LONGEST_FETCH_QUEUE_MS = 5 * 60_000;
const LONGEST_FETCH_MS = 60_000;
/** How long after its creation a separation may be missing in the lists. */
const LONGEST_LAG_MS = 40_000;
const SEPARATION_MS = 60_000;

interface Separation {
  readonly hash: SeparationHash;
  readonly fileName: string;
  readonly createdAt: number;
  readonly listedAt: number;
  cancelled: boolean;
}

interface Remote {
  readonly hash: RemoteHash;
  state: 'queued' | 'fetched' | 'failed';
  separation?: SeparationHash;
}

interface WorldView {
  readonly now: () => number;
  /** A number from 0 up to 1. */
  readonly chance: () => number;
  /** Whether the object behind a link is still there. */
  readonly isThere: (key: string) => boolean;
  readonly fate: () => Fate;
  /** How many separations may be under way. */
  readonly atOnce: number;
}

/** An account of the service whose answers get lost, and whose charges are counted. Time passes by `pass`. */
export class LossyAccount {
  readonly separations: Separation[] = [];
  readonly #remotes = new Map<RemoteHash, Remote>();
  readonly #later: { readonly at: number; readonly what: () => void }[] = [];
  readonly #world: WorldView;
  #count = 0;
  /** The time of what happens just now, which is earlier than the time to which the world has jumped. */
  #eventAt: number | undefined;

  constructor(world: WorldView) {
    this.#world = world;
  }

  /** Charges under names that begin with this text, refunds subtracted. */
  charges(prefix: string): number {
    return this.separations.filter((one) => one.fileName.startsWith(prefix) && !one.cancelled).length;
  }

  /** Does what was to happen until now. */
  pass(): void {
    for (;;) {
      const index = this.#later.findIndex(({ at }) => at <= this.#world.now());
      if (index === -1) return;
      const [next] = this.#later.splice(index, 1);
      this.#eventAt = next?.at;
      next?.what();
      this.#eventAt = undefined;
    }
  }

  #now(): number {
    return this.#eventAt ?? this.#world.now();
  }

  create(wanted: NewSeparation): CreatedSeparation {
    const fate = this.#world.fate();
    const link = wanted.audio !== undefined && 'url' in wanted.audio;
    if (fate === 'down') throw new MvsepUnavailable('down');
    if (fate === 'rejected') throw new MvsepRejected('Seperation type is unavailable');
    if (fate === 'bad link' && link) throw new MvsepRejected('the url cannot be fetched');
    if (fate === 'lost, arrives late') {
      const latest = link ? LATEST_LINK_MS : LATEST_UPLOAD_MS;
      this.#after(this.#world.chance() * latest, () => this.#isFull() || this.#take(wanted));
    }
    if (fate === 'lost, never arrives' || fate === 'lost, arrives late') throw new MvsepAmbiguous('lost');
    if (this.#isFull()) throw new MvsepBusy('You already have unprocessed file', { accountFull: true });
    const created = this.#take(wanted);
    if (fate === 'lost, had arrived') throw new MvsepAmbiguous('lost');
    return created;
  }

  readonly client: Pick<MvsepClient, 'separation'> & {
    readonly app: Pick<MvsepClient['app'], 'user' | 'historyItems'>;
  } = {
    separation: {
      create: async (wanted) => this.create(wanted),
      get: async (hash) => {
        const found = this.separations.find((one) => one.hash === hash && !one.cancelled);
        if (found === undefined) return { kind: 'not-found', message: undefined };
        if (this.#isRunning(found)) return { kind: 'processing' };
        return { kind: 'failed', message: 'the end of this test' };
      },
      getRemote: async (hash) => {
        const remote = this.#remotes.get(hash);
        if (remote?.state === 'failed') return { kind: 'failed', message: 'The link answers with HTTP 404.' };
        if (remote?.separation === undefined) return { kind: 'not-ready', message: undefined };
        return { kind: 'done', hash: remote.separation };
      },
      cancel: async (hash) => {
        const found = this.separations.find((one) => one.hash === hash);
        if (found === undefined || this.#world.chance() < 0.5) throw new MvsepRejected('It has started.');
        found.cancelled = true;
        return { cancelled: true, message: undefined };
      },
    },
    app: {
      user: async () => ({
        ...ACCOUNT,
        currentQueue: this.#listed()
          .filter((one) => this.#isRunning(one))
          .map(listItem),
      }),
      historyItems: () => iterate(this.#listed().reverse().map(listItem)),
    },
  };

  #isFull(): boolean {
    return this.separations.filter((one) => this.#isRunning(one)).length >= this.#world.atOnce;
  }

  #isRunning({ createdAt, cancelled }: Separation): boolean {
    return !cancelled && this.#now() < createdAt + SEPARATION_MS;
  }

  #listed(): Separation[] {
    return this.separations.filter(({ listedAt }) => listedAt <= this.#now());
  }

  #take({ audio }: NewSeparation): CreatedSeparation {
    if (audio === undefined || 'target' in audio) throw new Error('not of this test');
    this.#count += 1;
    if ('body' in audio) return { kind: 'separation', hash: this.#separate(audio.fileName) };
    const hash = remoteHash.parse(`remote${this.#count}`);
    const remote: Remote = { hash, state: 'queued' };
    this.#remotes.set(hash, remote);
    const key = new URL(audio.url).pathname.slice(1);
    this.#after(this.#world.chance() * LONGEST_FETCH_QUEUE_MS, () => {
      remote.state = this.#world.isThere(key) ? 'fetched' : 'failed';
      if (remote.state === 'failed') return;
      this.#after(this.#world.chance() * LONGEST_FETCH_MS, () => {
        remote.separation = this.#separate(key.split('/').at(-1) ?? '');
      });
    });
    return { kind: 'remote', hash };
  }

  #separate(fileName: string): SeparationHash {
    const now = this.#now();
    const time = new Date(now).toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const hash = separationHash.parse(`${time}-0123456789-${fileName}`);
    const listedAt = now + this.#world.chance() * LONGEST_LAG_MS;
    this.separations.push({ hash, fileName, createdAt: now, listedAt, cancelled: false });
    return hash;
  }

  #after(milliseconds: number, what: () => void): void {
    this.#later.push({ at: this.#now() + milliseconds, what });
    this.#later.sort((left, right) => left.at - right.at);
  }
}

const ACCOUNT = {
  name: 'Ada',
  email: 'ada@example.com',
  apiToken: apiToken.parse('x'.repeat(30)),
  createdAt: '',
  updatedAt: '',
  premiumMinutes: 100,
  premiumEnabled: true,
  longFilenamesEnabled: false,
};

function listItem({ hash, createdAt }: Separation) {
  return {
    id: 1,
    hash,
    createdAt: new Date(createdAt).toISOString().replace('T', ' ').slice(0, 19),
    updatedAt: undefined,
    jobExists: true,
    credits: 1,
    timeLeft: 72,
    algorithm: undefined,
  };
}

async function* iterate<Item>(items: readonly Item[]): AsyncGenerator<Item, void, void> {
  yield* items;
}
