import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** An event that was taken and is not done with. */
interface PendingEvent {
  readonly id: number;
  /** Whom it is for: a function, a target of a rule. */
  readonly addressee: string;
  readonly payload: unknown;
}

/** Keeps events that were taken until they are done with, so that none is lost when the process ends. */
export interface EventJournal {
  /** @returns the id under which the event is removed. */
  add(addressee: string, payload: unknown): number;
  remove(id: number): void;
  /** What an earlier process left, in the order in which it came. */
  pending(): PendingEvent[];
  close(): void;
}

const row = z.object({ id: z.int(), addressee: z.string(), payload: z.string() });

/** @param directory Where the journal lies; without one it lasts as long as the process. */
export function openEventJournal(directory?: string): EventJournal {
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(directory === undefined ? ':memory:' : join(directory, 'events.sqlite'));
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS events (
      id INTEGER PRIMARY KEY AUTOINCREMENT, functionName TEXT NOT NULL, payload TEXT NOT NULL
    );
  `);
  const insert = database.prepare('INSERT INTO events (functionName, payload) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM events WHERE id = ?');
  const all = database.prepare('SELECT id, functionName AS addressee, payload FROM events ORDER BY id');
  return {
    add: (addressee, payload) =>
      Number(insert.run(addressee, JSON.stringify(payload) ?? '{}').lastInsertRowid),
    remove: (id) => void remove.run(id),
    pending: () =>
      z
        .array(row)
        .parse(all.all())
        .map(({ payload, ...event }) => ({ ...event, payload: JSON.parse(payload) })),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}
