import type { Segment } from './segment.ts';

/** Bytes of an object to send; `release` lets go of the files that are held for it. */
interface AnswerBody {
  readonly segments: readonly Segment[];
  /** First byte to send. */
  readonly start: number;
  /** Number of bytes to send. */
  readonly bytes: number;
  readonly release: () => void;
}

/** What an operation answers. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly xml?: string;
  readonly body?: AnswerBody;
}
