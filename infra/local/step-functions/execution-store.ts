import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import * as z from 'zod';

type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

const executionRow = z.object({
  sequence: z.number(),
  arn: z.string(),
  machineArn: z.string(),
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  input: z.string(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  startMs: z.number(),
  stopMs: z.number().nullable(),
  redriveCount: z.number(),
  redriveMs: z.number().nullable(),
});

/** One execution as it is kept; times in epoch milliseconds, input and output as JSON text. */
export type ExecutionRecord = z.infer<typeof executionRow>;

const eventRow = z.object({
  id: z.number(),
  previousId: z.number(),
  timestampMs: z.number(),
  type: z.string(),
  details: z.string(),
});

/** One event of an execution's history; `details` is the JSON text of its event-details member. */
export type HistoryRow = z.infer<typeof eventRow>;

/** How an execution ended. */
export interface ExecutionEnd {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS executions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machineArn TEXT NOT NULL,
    name TEXT NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    startMs INTEGER NOT NULL, stopMs INTEGER, redriveCount INTEGER NOT NULL DEFAULT 0, redriveMs INTEGER
  );
  CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machineArn, status, sequence);
  CREATE TABLE IF NOT EXISTS events (
    arn TEXT NOT NULL, id INTEGER NOT NULL, previousId INTEGER NOT NULL, timestampMs INTEGER NOT NULL,
    type TEXT NOT NULL, details TEXT NOT NULL, PRIMARY KEY (arn, id)
  ) WITHOUT ROWID;
`;

/** AWS forgets a closed execution, and frees its name, after 90 days. */
const RETENTION_MS = 90 * 24 * 3600 * 1000;

/** Executions and their histories, in one SQLite file. */
export class ExecutionStore {
  readonly #database: DatabaseSync;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#database = new DatabaseSync(path.join(directory, 'step-functions.sqlite'));
    this.#database.exec(SCHEMA);
    this.#addMissingColumn();
    const oldest = Date.now() - RETENTION_MS;
    this.#run('DELETE FROM events WHERE arn IN (SELECT arn FROM executions WHERE stopMs < ?)', oldest);
    this.#run('DELETE FROM executions WHERE stopMs < ?', oldest);
  }

  insert(execution: { arn: string; machineArn: string; name: string; input: string; startMs: number }): void {
    this.#run(
      `INSERT INTO executions (arn, machineArn, name, status, input, startMs) VALUES (?, ?, ?, 'RUNNING', ?, ?)`,
      execution.arn,
      execution.machineArn,
      execution.name,
      execution.input,
      execution.startMs,
    );
  }

  find(arn: string): ExecutionRecord | undefined {
    return this.#executions('SELECT * FROM executions WHERE arn = ?', arn)[0];
  }

  running(): ExecutionRecord[] {
    return this.#executions(`SELECT * FROM executions WHERE status = 'RUNNING' ORDER BY sequence`);
  }

  /** The newest first, below the sequence number `before`. */
  list(machineArn: string, status: string | undefined, before: number, limit: number): ExecutionRecord[] {
    return this.#executions(
      `SELECT * FROM executions WHERE machineArn = ? AND sequence < ? AND (? IS NULL OR status = ?)
       ORDER BY sequence DESC LIMIT ?`,
      machineArn,
      before,
      status ?? null,
      status ?? null,
      limit,
    );
  }

  end(arn: string, end: ExecutionEnd, stopMs: number): void {
    this.#run(
      'UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stopMs = ? WHERE arn = ?',
      end.status,
      end.output ?? null,
      end.error ?? null,
      end.cause ?? null,
      stopMs,
      arn,
    );
  }

  countRedrive(arn: string): number {
    this.#run('UPDATE executions SET redriveCount = redriveCount + 1 WHERE arn = ?', arn);
    return this.find(arn)?.redriveCount ?? 0;
  }

  /** Makes an execution that has ended a running one again. */
  reopen(arn: string, atMs: number): void {
    this.#run(
      `UPDATE executions SET status = 'RUNNING', output = NULL, error = NULL, cause = NULL, stopMs = NULL,
       redriveMs = ? WHERE arn = ?`,
      atMs,
      arn,
    );
  }

  /** Which of these states was entered last, and with what input (JSON text). */
  lastEntered(
    arn: string,
    states: readonly string[],
  ): { readonly state: string; readonly input: string } | undefined {
    const rows = this.#all(
      `SELECT details ->> '$.stateEnteredEventDetails.name' AS state,
       details ->> '$.stateEnteredEventDetails.input' AS input
       FROM events WHERE arn = ? AND type LIKE '%StateEntered' AND state IN (SELECT value FROM json_each(?))
       ORDER BY id DESC LIMIT 1`,
      arn,
      JSON.stringify(states),
    );
    return z.array(z.object({ state: z.string(), input: z.string() })).parse(rows)[0];
  }

  appendEvent(arn: string, event: HistoryRow): void {
    this.#run(
      'INSERT INTO events (arn, id, previousId, timestampMs, type, details) VALUES (?, ?, ?, ?, ?, ?)',
      arn,
      event.id,
      event.previousId,
      event.timestampMs,
      event.type,
      event.details,
    );
  }

  lastEventId(arn: string): number {
    const rows = this.#all('SELECT MAX(id) AS id FROM events WHERE arn = ?', arn);
    return z.array(z.object({ id: z.number().nullable() })).parse(rows)[0]?.id ?? 0;
  }

  /** Events after the id `from`, in the order asked for; `from` is exclusive. */
  events(arn: string, reverse: boolean, from: number, limit: number): HistoryRow[] {
    const [comparison, order] = reverse ? ['<', 'DESC'] : ['>', 'ASC'];
    const rows = this.#all(
      `SELECT * FROM events WHERE arn = ? AND id ${comparison} ? ORDER BY id ${order} LIMIT ?`,
      arn,
      from,
      limit,
    );
    return z.array(eventRow).parse(rows);
  }

  /** How many states were entered, over all executions or in one: what AWS bills as state transitions. */
  countStateTransitions(arn?: string): number {
    const rows = this.#all(
      `SELECT COUNT(*) AS count FROM events WHERE type LIKE '%StateEntered' AND (? IS NULL OR arn = ?)`,
      arn ?? null,
      arn ?? null,
    );
    return z.array(z.object({ count: z.number() })).parse(rows)[0]?.count ?? 0;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Data directories of earlier versions have no column for it. */
  #addMissingColumn(): void {
    const columns = this.#database.prepare('PRAGMA table_info(executions)').all();
    if (columns.some(({ name }) => name === 'redriveMs')) return;
    this.#database.exec('ALTER TABLE executions ADD COLUMN redriveMs INTEGER');
  }

  #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  #prepared(sql: string): ReturnType<DatabaseSync['prepare']> {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#prepared(sql).run(...values);
  }

  #all(sql: string, ...values: (string | number | null)[]): Record<string, SQLOutputValue>[] {
    return this.#prepared(sql).all(...values);
  }

  #executions(sql: string, ...values: (string | number | null)[]): ExecutionRecord[] {
    return z.array(executionRow).parse(this.#all(sql, ...values));
  }
}
