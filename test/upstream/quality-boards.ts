import { boardEntries, DATASETS, type WireEntry } from './board-entries.ts';
import { jsonAnswer, refusalAnswer, type UpstreamAnswer } from './upstream-request.ts';

const LARGEST_PAGE = 20;
const LAST_DATASET = 12;

/** The quality checker of the service: its boards, its queue, and its entries one by one. */
export class QualityBoards {
  readonly entries = new Map<number, WireEntry>();
  /** Called before a page of a board is answered: whoever wants the board to change while it is read. */
  beforePage: (datasetType: number, start: number) => void = () => undefined;
  /** Boards that the service refuses to show. */
  readonly closed = new Set<number>();
  /** How often each entry was asked for by its id. */
  readonly asked = new Map<number, number>();

  /** Fills every board with so many entries, instead of what was there. */
  fill(size: number): void {
    this.entries.clear();
    for (const datasetType of DATASETS.keys()) this.put(...boardEntries(datasetType, size));
  }

  put(...entries: readonly WireEntry[]): void {
    for (const entry of entries) this.entries.set(entry.id, entry);
  }

  /** Changes fields of an entry. */
  change(id: number, fields: Readonly<Record<string, unknown>>): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) this.entries.set(id, { ...entry, ...fields });
  }

  remove(id: number): void {
    this.entries.delete(id);
  }

  /** The board as it stands: what is evaluated, the best first. */
  board(datasetType: number, sort = sortablesOf(datasetType)[0] ?? ''): WireEntry[] {
    return [...this.entries.values()]
      .filter(({ dataset_type, proc }) => dataset_type === datasetType && proc === 1)
      .sort((left, right) => Number(right[sort] ?? -1e6) - Number(left[sort] ?? -1e6) || left.id - right.id);
  }

  leaderboard(fields: ReadonlyMap<string, string>): UpstreamAnswer {
    const datasetType = Number(fields.get('dataset_type') ?? 0);
    if (!Number.isInteger(datasetType) || datasetType < 0 || datasetType > LAST_DATASET) {
      return refusalAnswer('The dataset_type field must be at most 12.');
    }
    if (this.closed.has(datasetType)) return refusalAnswer('The leaderboard of the dataset is closed.');
    const { start, end } = pageOf(fields);
    this.beforePage(datasetType, start);
    const sortables = sortablesOf(datasetType);
    const wanted = fields.get('sort') ?? '';
    const sort = sortables.includes(wanted) ? wanted : sortables[0];
    const name = (fields.get('algo_name_filter') ?? '').toLowerCase();
    const found = this.board(datasetType, sort).filter(({ algo_name }) =>
      String(algo_name).toLowerCase().includes(name),
    );
    return jsonAnswer({ data: found.slice(start, end), dataset_type: datasetType, sortables, sort });
  }

  /** Every entry, whatever its state, the latest first. */
  queue(fields: ReadonlyMap<string, string>): UpstreamAnswer {
    const { start, end } = pageOf(fields);
    const latest = [...this.entries.values()].sort((left, right) => right.id - left.id);
    return jsonAnswer(latest.slice(start, end));
  }

  entry(fields: ReadonlyMap<string, string>): UpstreamAnswer {
    const id = Number(fields.get('id'));
    this.asked.set(id, (this.asked.get(id) ?? 0) + 1);
    const data = this.entries.get(id);
    return data === undefined ? refusalAnswer('Job not found') : jsonAnswer({ success: true, data });
  }
}

function sortablesOf(datasetType: number): string[] {
  return (DATASETS[datasetType]?.stems ?? []).map((stem) => `sdr_${stem}`);
}

function pageOf(fields: ReadonlyMap<string, string>): { readonly start: number; readonly end: number } {
  const start = Number(fields.get('start') ?? 0);
  return { start, end: start + Math.min(Number(fields.get('limit') ?? LARGEST_PAGE), LARGEST_PAGE) };
}
