import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonService } from '../aws-endpoint/json-service.ts';
import type { Authorize } from '../principal.ts';
import { startDynoxide } from './dynoxide.ts';
import { ensureTable } from './ensure-table.ts';
import { requiredPermissions } from './required-permissions.ts';
import type { TableConfig } from './table-config.ts';
import { timeToLiveSweep } from './time-to-live-sweep.ts';

const SWEEP_MILLISECONDS = 60_000;

/** What the local DynamoDB is made of. */
export interface LocalDynamoDbParts {
  /** Data directory; the database is one file in it. */
  readonly directory: string;
  readonly tables: readonly TableConfig[];
  readonly authorize: Authorize;
  /** Wall clock, for times to live. */
  readonly now?: () => Date;
}

/** DynamoDB, as the service "DynamoDB_20120810" of the AWS endpoint. */
export interface LocalDynamoDb extends JsonService {
  /** Deletes all expired items now; it also happens every minute. Settles with how many there were. */
  sweep(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB: dynoxide as a child process, the template's tables in it, and in front of it IAM, which
 * dynoxide does not know.
 *
 * @throws Error when dynoxide is not installed for this platform, or a table cannot be made as configured.
 */
export async function startLocalDynamoDb(parts: LocalDynamoDbParts): Promise<LocalDynamoDb> {
  mkdirSync(parts.directory, { recursive: true });
  const database = await startDynoxide(join(parts.directory, 'dynamodb.sqlite'));
  try {
    for (const table of parts.tables) await ensureTable(database, table);
  } catch (error) {
    await database.stop();
    throw error;
  }
  const now = parts.now ?? (() => new Date());
  const sweep = async () => {
    let deleted = 0;
    for (const table of parts.tables) {
      deleted += await timeToLiveSweep(database, table, Math.floor(now().getTime() / 1000));
    }
    return deleted;
  };
  let sweeping = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = sweeping
      .then(sweep)
      .then(() => undefined)
      .catch((error: unknown) => console.error('Could not delete expired items:', error));
  }, SWEEP_MILLISECONDS).unref();
  return {
    call: async (operation, body, principal) => {
      for (const { action, resource } of requiredPermissions(operation, body)) {
        parts.authorize(principal, action, resource);
      }
      return database.send(operation, body);
    },
    sweep,
    stop: async () => {
      clearInterval(timer);
      await sweeping;
      await database.stop();
    },
  };
}
