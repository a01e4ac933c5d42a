import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as z from 'zod';
import { CHECKSUM_ALGORITHMS } from './checksum/checksum-algorithm.ts';
import { objectDetails } from './object-details.ts';

const date = z.number().transform((milliseconds) => new Date(milliseconds));

const uploadRow = z.object({
  id: z.string(),
  bucket: z.string(),
  key: z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString('utf8')),
  created: date,
  details: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(objectDetails),
  /** The checksum asked for at the start, if any. */
  algorithm: z.enum(CHECKSUM_ALGORITHMS).nullable(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']).nullable(),
});

const partRow = z.object({
  number: z.number(),
  etag: z.string(),
  bytes: z.number(),
  modified: date,
  file: z.string(),
  /** Base64, of the upload's algorithm. */
  checksum: z.string().nullable(),
});

/** An unfinished multipart upload. */
export type Upload = z.infer<typeof uploadRow>;
/** A part received for it. */
export type UploadedPart = z.infer<typeof partRow>;

/** The unfinished multipart uploads of all buckets. */
export class UploadCatalog {
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #parts: StatementSync;
  readonly #list: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#get = database.prepare('SELECT * FROM uploads WHERE id = ?');
    this.#parts = database.prepare('SELECT * FROM parts WHERE upload = ? ORDER BY number');
    this.#list = database.prepare('SELECT * FROM uploads WHERE bucket = ? ORDER BY key, created, id');
  }

  create(upload: Upload): void {
    this.#database
      .prepare('INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(
        upload.id,
        upload.bucket,
        Buffer.from(upload.key, 'utf8'),
        upload.created.getTime(),
        JSON.stringify(upload.details),
        upload.algorithm,
        upload.type,
      );
  }

  get(id: string): Upload | undefined {
    const row = this.#get.get(id);
    return row === undefined ? undefined : uploadRow.parse(row);
  }

  /** Forgets an upload and its parts. */
  remove(id: string): void {
    this.#database.prepare('DELETE FROM parts WHERE upload = ?').run(id);
    this.#database.prepare('DELETE FROM uploads WHERE id = ?').run(id);
  }

  list(bucket: string): Upload[] {
    return this.#list.all(bucket).map((row) => uploadRow.parse(row));
  }

  putPart(id: string, part: UploadedPart): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(id, part.number, part.etag, part.bytes, part.modified.getTime(), part.file, part.checksum);
  }

  /** The parts received so far, by number. */
  parts(id: string): UploadedPart[] {
    return this.#parts.all(id).map((row) => partRow.parse(row));
  }

  /** The files that parts are kept in. */
  files(): string[] {
    const row = z.object({ file: z.string() });
    return this.#database
      .prepare('SELECT file FROM parts')
      .all()
      .map((stored) => row.parse(stored).file);
  }
}
