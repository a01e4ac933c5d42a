import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import type { BucketConfig } from './bucket-config.ts';

/**
 * The buckets of the template. Their set-up comes from the template at every start; only the day they
 * were first created is kept.
 */
export class BucketCatalog {
  readonly #database: DatabaseSync;
  readonly #configs = new Map<string, BucketConfig>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Creates a bucket, or gives an existing one a new set-up. */
  set(config: BucketConfig, created: Date): void {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(config.name)) {
      throw new AwsServiceError('InvalidBucketName', `"${config.name}" is not a valid bucket name.`);
    }
    this.#database
      .prepare('INSERT INTO buckets VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(config.name, created.getTime());
    this.#configs.set(config.name, config);
  }

  find(name: string): BucketConfig | undefined {
    return this.#configs.get(name);
  }

  /** @throws {AwsServiceError} NoSuchBucket. */
  get(name: string): BucketConfig {
    const config = this.#configs.get(name);
    if (config === undefined) {
      throw new AwsServiceError('NoSuchBucket', 'The specified bucket does not exist', 404, {
        BucketName: name,
      });
    }
    return config;
  }

  /** All buckets by name. */
  list(): { readonly name: string; readonly created: Date }[] {
    const row = z.object({ name: z.string(), created: z.number() });
    return this.#database
      .prepare('SELECT name, created FROM buckets ORDER BY name')
      .all()
      .map((stored) => row.parse(stored))
      .filter(({ name }) => this.#configs.has(name))
      .map(({ name, created }) => ({ name, created: new Date(created) }));
  }
}
