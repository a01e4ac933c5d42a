import type { Authorize } from '../principal.ts';
import type { BodyFiles } from './body-files.ts';
import type { BucketCatalog } from './bucket-catalog.ts';
import type { ObjectCatalog } from './object-catalog.ts';
import type { ObjectEvents } from './object-events.ts';
import type { UploadCatalog } from './upload-catalog.ts';

/** What the operations work with. */
export interface S3Context {
  readonly buckets: BucketCatalog;
  readonly objects: ObjectCatalog;
  readonly uploads: UploadCatalog;
  readonly files: BodyFiles;
  readonly events: ObjectEvents;
  readonly authorize: Authorize;
  readonly now: () => Date;
  /** Runs catalog changes so that all of them happen or none. */
  readonly transaction: (changes: () => void) => void;
}
