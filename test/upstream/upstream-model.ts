import { createHash } from 'node:crypto';
import { findSeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';
import { AccountBook } from './account-book.ts';
import { AlgorithmList } from './algorithm-list.ts';
import { EntryDesk } from './entry-desk.ts';
import { QualityBoards } from './quality-boards.ts';
import type { ListedFile } from './separation-answer.ts';
import { stemLabels } from './stem-labels.ts';
import { stemSound } from './stem-sound.ts';

/** How long each part of a separation takes, in milliseconds. */
export interface UpstreamTimes {
  readonly waiting: number;
  readonly processing: number;
  readonly merging: number;
}

export interface UpstreamOptions {
  readonly now: () => number;
  /** Chooses the opaque parts of hashes. */
  readonly random: () => number;
  readonly premium?: boolean;
  readonly credits?: number;
  readonly times?: UpstreamTimes;
  /** Why a separation fails; undefined when it succeeds. */
  readonly failing?: (order: Separation) => string | undefined;
  /** Whether a failed separation costs nothing in the end. */
  readonly refundsFailures?: boolean;
}

/** What was asked for by one create. */
export interface Order {
  readonly type: number;
  readonly options: Readonly<Record<string, string>>;
  readonly outputFormat: number;
  readonly webhookUrl?: string | undefined;
}

/** Audio that was given as a link, until it is fetched. */
export interface RemoteUpload extends Order {
  readonly hash: string;
  readonly url: string;
  readonly createdAt: number;
  /** Hash of the separation that it became. */
  separation?: string;
  failure?: string;
}

export interface Separation extends Order {
  readonly id: number;
  readonly hash: string;
  readonly fileName: string;
  readonly audioSha256: string;
  readonly credits: number;
  readonly createdAt: number;
  cancelled: boolean;
  /** Set when its failure was booked. */
  failureBooked: boolean;
}

export type SeparationStatus = 'waiting' | 'processing' | 'merging' | 'done' | 'failed' | 'cancelled';

const FAST: UpstreamTimes = { waiting: 20, processing: 60, merging: 20 };

/**
 * A service that speaks the MVSep API, without its wire: an account, its separations and its charges. Written after
 * the description of the API and nothing else; time and chance come from outside.
 */
export class UpstreamModel {
  readonly book: AccountBook;
  readonly algorithms = new AlgorithmList();
  readonly boards = new QualityBoards();
  readonly desk: EntryDesk;
  readonly separations = new Map<string, Separation>();
  readonly remotes = new Map<string, RemoteUpload>();
  premium: boolean;
  times: UpstreamTimes;
  failing: (separation: Separation) => string | undefined;
  /** Links of an older generation are gone. */
  linkGeneration = 1;
  /** What a hostile service makes of the list of files. */
  listed: (separation: Separation, files: ListedFile[]) => ListedFile[] = (_, files) => files;
  readonly #options: UpstreamOptions;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.desk = new EntryDesk(this.boards, options.now);
    this.book = new AccountBook(options.credits ?? 1_000_000);
    this.premium = options.premium ?? true;
    this.times = options.times ?? FAST;
    this.failing = options.failing ?? (() => undefined);
  }

  /** Whether another separation may be created; a free account has one unprocessed at a time. */
  mayCreate(): boolean {
    return this.premium || (this.running().length === 0 && this.downloading().length === 0);
  }

  createFromLink(order: Order, url: string): RemoteUpload {
    const hash = this.#token(16);
    const remote: RemoteUpload = { ...order, hash, url, createdAt: this.#options.now() };
    this.remotes.set(hash, remote);
    return remote;
  }

  /** The audio behind a link has come, or not: only now it is a separation, and charged. */
  fetched(remote: RemoteUpload, audio: Uint8Array | undefined): Separation | undefined {
    if (remote.separation !== undefined || remote.failure !== undefined) return undefined;
    if (audio === undefined) {
      remote.failure = 'The file could not be downloaded from the link.';
      return undefined;
    }
    const name = decodeURIComponent(new URL(remote.url).pathname.split('/').at(-1) ?? 'file');
    const separation = this.createFromFile(remote, name, audio);
    remote.separation = separation.hash;
    return separation;
  }

  createFromFile(order: Order, fileName: string, audio: Uint8Array): Separation {
    const at = this.#options.now();
    const time = new Date(at).toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const hex = Math.floor(this.#options.random() * 16 ** 10)
      .toString(16)
      .padStart(10, '0');
    const separation: Separation = {
      type: order.type,
      options: order.options,
      outputFormat: order.outputFormat,
      webhookUrl: order.webhookUrl,
      id: this.separations.size + 1,
      hash: `${time}-${hex}-${slug(fileName)}`,
      fileName,
      audioSha256: createHash('sha256').update(audio).digest('hex'),
      credits: priceOf(order.type, audio),
      createdAt: at,
      cancelled: false,
      failureBooked: false,
    };
    this.separations.set(separation.hash, separation);
    const { hash, audioSha256, type, credits } = separation;
    this.book.charges.push({ hash, fileName, audioSha256, type, credits, refunded: false });
    return separation;
  }

  statusOf(separation: Separation): SeparationStatus {
    if (separation.cancelled) return 'cancelled';
    const age = this.#options.now() - separation.createdAt;
    const { waiting, processing, merging } = this.times;
    if (age < waiting) return 'waiting';
    if (age < waiting + processing) return 'processing';
    if (age < waiting + processing + merging) return 'merging';
    if (this.failing(separation) === undefined) return 'done';
    if (this.#options.refundsFailures && !separation.failureBooked) this.book.refund(separation.hash);
    separation.failureBooked = true;
    return 'failed';
  }

  /** When a separation ends, in milliseconds since the epoch. */
  endOf({ createdAt }: Separation): number {
    const { waiting, processing, merging } = this.times;
    return createdAt + waiting + processing + merging;
  }

  /** Only before the work begins; gives the credits back. */
  cancel(hash: string): boolean {
    const separation = this.separations.get(hash);
    if (separation === undefined || this.statusOf(separation) !== 'waiting') return false;
    separation.cancelled = true;
    this.book.refund(hash);
    return true;
  }

  running(): Separation[] {
    return [...this.separations.values()].filter((one) =>
      ['waiting', 'processing', 'merging'].includes(this.statusOf(one)),
    );
  }

  downloading(): RemoteUpload[] {
    return [...this.remotes.values()].filter(
      ({ separation, failure }) => separation === undefined && failure === undefined,
    );
  }

  /** The stems of a separation, by the name of their file. */
  stemsOf(
    separation: Separation,
  ): { readonly label: string; readonly file: string; readonly bytes: Buffer }[] {
    const base = separation.hash.replace(/\.[^.]*$/, '');
    return stemLabels(separation.type).map((label) => ({
      label,
      file: `${base}_${slug(label)}.wav`,
      bytes: stemSound(`${separation.audioSha256} ${separation.type} ${label}`),
    }));
  }

  #token(length: number): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    return Array.from(
      { length },
      () => letters[Math.floor(this.#options.random() * letters.length)] ?? 'x',
    ).join('');
  }
}

/** Lower case, everything but letters, digits and the extension turned into dashes. */
function slug(name: string): string {
  const lower = name.toLowerCase();
  const extension = /\.[a-z0-9]{1,5}$/.exec(lower)?.[0] ?? '';
  return `${lower.slice(0, lower.length - extension.length).replaceAll(/[^a-z0-9]/g, '-')}${extension}`;
}

/** Credits for a WAV file: by its length, and at least one. */
function priceOf(type: number, audio: Uint8Array): number {
  const wav = Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength);
  const seconds = wav.length > 44 ? (wav.length - 44) / wav.readUInt32LE(28) : 0;
  const perMinute = findSeparationType(type)?.creditsPerMinute ?? 1;
  return Math.max(1, Math.floor((seconds * perMinute) / 60));
}
