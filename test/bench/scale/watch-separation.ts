import { setTimeout } from 'node:timers/promises';
import { output } from '../../../infra/start/output.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import type { TestEngine } from '../../end-to-end/test-engine.ts';
import type { AnswerOf } from '../../wire/answers.ts';

const POLL_EVERY_MILLISECONDS = 500;

type Done = Extract<AnswerOf['separation/get'], { readonly status: 'done' }>;

export interface Watched {
  readonly files: Done['data']['files'];
  readonly allChunks: number;
  /** How many different counts of finished chunks `get` told on the way. */
  readonly countsSeen: number;
}

/** Waits until the song behind a link is fetched, and answers the hash for `get`. */
export async function waitForFetch(engine: TestEngine, shortHash: string): Promise<string> {
  for (;;) {
    const answer = await engine.wire.answer('separation/get-remote', { query: { hash: shortHash } });
    if (answer.status === 'done') return answer.data.hash;
    if (answer.status === 'failed') throw new Error(`It failed: ${JSON.stringify(answer.data)}`);
    await setTimeout(POLL_EVERY_MILLISECONDS);
  }
}

/**
 * Asks `get` until a song is separated, and holds each count of finished chunks against the record before and after
 * the call.
 *
 * @param onDistributing is called once, when some chunks are finished and others are not.
 * @throws Error when the separation fails, or `get` says what is not true.
 */
export async function watchSeparation(
  engine: TestEngine,
  hash: string,
  onDistributing: () => void,
): Promise<Watched> {
  const table = new SeparationTable(engine.database, output(engine.cloud, 'Engine', 'SeparationsTableName'));
  const finished = async () => (await table.separation(hash)).finishedChunks?.size ?? 0;
  const counts = new Set<number>();
  for (let told = false; ; await setTimeout(POLL_EVERY_MILLISECONDS)) {
    const before = await finished();
    const answer = await engine.wire.answer('separation/get', { query: { hash } });
    if (answer.status === 'failed') throw new Error(`It failed: ${answer.data.message}`);
    if (answer.status === 'done') {
      const { allChunks = 0, finishedChunks } = await table.separation(hash);
      if (finishedChunks?.size !== allChunks) throw new Error('It is done without all of its chunks.');
      return { files: answer.data.files, allChunks, countsSeen: counts.size };
    }
    if (answer.status !== 'distributing') continue;
    const { finished_chunks: count, all_chunks: all } = answer.data;
    if (count < before || count > (await finished()) || count > all) {
      throw new Error(`get says ${count} of ${all} chunks, the record said ${before} before.`);
    }
    counts.add(count);
    if (told || count === 0 || count === all) continue;
    told = true;
    onDistributing();
  }
}
