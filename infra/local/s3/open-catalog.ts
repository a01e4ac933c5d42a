import { DatabaseSync } from 'node:sqlite';

/**
 * Opens the catalog of buckets, objects and unfinished uploads, and creates its tables. Keys are blobs:
 * SQLite then orders them byte by byte, which is the order S3 lists them in. With a write-ahead log the
 * catalog survives a killed process at any moment; it does not promise to survive a power cut.
 */
export function openCatalog(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS objects (
      bucket TEXT NOT NULL, key BLOB NOT NULL, etag TEXT NOT NULL, bytes INTEGER NOT NULL,
      modified INTEGER NOT NULL, segments TEXT NOT NULL, details TEXT NOT NULL,
      PRIMARY KEY (bucket, key)
    );
    CREATE TABLE IF NOT EXISTS uploads (
      id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key BLOB NOT NULL, created INTEGER NOT NULL,
      details TEXT NOT NULL, algorithm TEXT, type TEXT
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS parts (
      upload TEXT NOT NULL, number INTEGER NOT NULL, etag TEXT NOT NULL, bytes INTEGER NOT NULL,
      modified INTEGER NOT NULL, file TEXT NOT NULL, checksum TEXT,
      PRIMARY KEY (upload, number)
    ) WITHOUT ROWID;`);
  return database;
}
