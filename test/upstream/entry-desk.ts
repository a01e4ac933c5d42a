import { createHash } from 'node:crypto';
import { boardEntry, DATASETS } from './board-entries.ts';
import type { QualityBoards } from './quality-boards.ts';
import { jsonAnswer, refusalAnswer, type UpstreamAnswer, type UpstreamRequest } from './upstream-request.ts';

/** A zip that the quality checker took. */
interface HandedIn {
  readonly id: number;
  readonly algorithm: string;
  readonly text: string;
  readonly datasetType: number;
  readonly isEnsemble: boolean;
  readonly password: string;
  /** Of a zip that came in the form. */
  readonly zipSha256: string | undefined;
  /** Where a zip lies that came as a link. */
  readonly url: string | undefined;
  /** How often it was looked at since. */
  looks: number;
}

/** Odd, as all ids here are: see `boardEntry` for what may fail about the even ones. */
const FIRST_ID = 7001;

/** Where the quality checker of the service takes zips. What it took, in order, is the witness of "sent twice". */
export class EntryDesk {
  readonly handedIn: HandedIn[] = [];
  /** An entry is judged when it is looked at so often. */
  looksToJudge = 2;
  /** Whether entries come up in the queue, on the board, and by their ids. */
  listsEntries = true;
  /** What the judgement is otherwise than good. */
  verdict: Readonly<Record<string, unknown>> = {};
  readonly #boards: QualityBoards;
  readonly #now: () => number;

  constructor(boards: QualityBoards, now: () => number) {
    this.#boards = boards;
    this.#now = now;
  }

  /** What was taken with this text in its description. */
  marked(text: string): HandedIn[] {
    return this.handedIn.filter((one) => one.text.includes(text));
  }

  add(baseUrl: string, { fields, file }: UpstreamRequest): UpstreamAnswer {
    for (const name of ['algo_name', 'main_text', 'password']) {
      if ((fields.get(name) ?? '') === '') return refusalAnswer(`The ${name} field is required.`);
    }
    const url = fields.get('url');
    if (file === undefined && url === undefined) return refusalAnswer('The zipfile field is required.');
    const one: HandedIn = {
      id: FIRST_ID + 2 * this.handedIn.length,
      algorithm: fields.get('algo_name') ?? '',
      text: fields.get('main_text') ?? '',
      datasetType: Number(fields.get('dataset_type') ?? 0),
      isEnsemble: fields.get('ensemble') === '1',
      password: fields.get('password') ?? '',
      zipSha256: file && createHash('sha256').update(file.bytes).digest('hex'),
      url,
      looks: 0,
    };
    this.handedIn.push(one);
    if (this.listsEntries) this.#boards.put(this.#waiting(one));
    const link = `${baseUrl}/api/quality_checker/entry?id=${one.id}`;
    return jsonAnswer({ success: true, data: { id: one.id, link } });
  }

  /** Somebody asks for an entry by its id, which is when it gets on. */
  look(id: number): void {
    const one = this.handedIn.find((each) => each.id === id);
    if (one === undefined) return;
    one.looks += 1;
    if (one.looks < this.looksToJudge) return;
    const judged = boardEntry(one.datasetType, id, undefined, { ...this.#about(one), ...this.verdict });
    if (this.listsEntries) this.#boards.put(judged);
  }

  #about({ algorithm, text, isEnsemble }: HandedIn) {
    const date = new Date(this.#now()).toISOString().replace('T', ' ').slice(0, 19);
    return { date, algo_name: algorithm, main_text: text, is_ensemble: Number(isEnsemble) };
  }

  #waiting(one: HandedIn) {
    const { id, datasetType } = one;
    return {
      id,
      dataset_type: datasetType,
      ...this.#about(one),
      proc: 0,
      proc_remote_date: null,
      msg: '',
      metrics: null,
      dataset_name: DATASETS[datasetType]?.name ?? '',
    };
  }
}
