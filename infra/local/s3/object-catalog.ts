import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as z from 'zod';
import { objectDetails } from './object-details.ts';
import type { ObjectRecord } from './object-record.ts';
import { segment } from './segment.ts';

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

const blobText = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString('utf8'));

const summaryRow = z.object({
  key: blobText,
  etag: z.string(),
  bytes: z.number(),
  modified: z.number().transform((milliseconds) => new Date(milliseconds)),
});

const objectRow = summaryRow.extend({ segments: json(z.array(segment)), details: json(objectDetails) });

/** What a listing says about an object. */
export type ObjectSummary = z.infer<typeof summaryRow>;

/** The objects of all buckets. Every call is synchronous, hence atomic towards other requests. */
export class ObjectCatalog {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #scan: StatementSync;
  readonly #segments: StatementSync;

  constructor(database: DatabaseSync) {
    this.#get = database.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#remove = database.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?');
    this.#scan = database.prepare(
      'SELECT key, etag, bytes, modified FROM objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?',
    );
    this.#segments = database.prepare('SELECT segments FROM objects');
  }

  get(bucket: string, key: string): ObjectRecord | undefined {
    const row = this.#get.get(bucket, Buffer.from(key, 'utf8'));
    return row === undefined ? undefined : objectRow.parse(row);
  }

  put(bucket: string, record: ObjectRecord): void {
    this.#put.run(
      bucket,
      Buffer.from(record.key, 'utf8'),
      record.etag,
      record.bytes,
      record.modified.getTime(),
      JSON.stringify(record.segments),
      JSON.stringify(record.details),
    );
  }

  remove(bucket: string, key: string): void {
    this.#remove.run(bucket, Buffer.from(key, 'utf8'));
  }

  /** Up to `limit` objects with a key at or after `from` (UTF-8 bytes), in byte order of their keys. */
  scan(bucket: string, from: Uint8Array, limit: number): ObjectSummary[] {
    return this.#scan.all(bucket, from, limit).map((row) => summaryRow.parse(row));
  }

  /** The files that objects are made of. */
  *files(): Generator<string> {
    const row = z.object({ segments: json(z.array(segment)) });
    for (const stored of this.#segments.iterate()) {
      for (const { file } of row.parse(stored).segments) yield file;
    }
  }
}
