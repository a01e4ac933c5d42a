import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

const versionSchema = z.object({
  versionId: z.string(),
  stages: z.array(z.string()),
  createdSeconds: z.number(),
  secretString: z.string().optional(),
  /** Base64. */
  secretBinary: z.string().optional(),
});

const secretSchema = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string().optional(),
  createdSeconds: z.number(),
  changedSeconds: z.number(),
  tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
  versions: z.array(versionSchema),
  /** SHA-256 of the value that the template gave last, to tell a change there from one by PutSecretValue. */
  templateDigest: z.string().optional(),
});

/** One value of a secret. */
export type SecretVersion = z.infer<typeof versionSchema>;
/** A secret with the versions that still carry a stage. */
export type StoredSecret = z.infer<typeof secretSchema>;

/** Secrets on disk. */
export interface SecretStore {
  all(): readonly StoredSecret[];
  /** By name, ARN, or ARN without its random suffix. */
  find(nameOrArn: string): StoredSecret | undefined;
  /** Adds a secret, or replaces the one of that name; on disk when it returns. */
  put(secret: StoredSecret): void;
}

/**
 * Opens the secrets kept in one JSON file, readable by its owner alone. A write goes to a file beside it that
 * then takes its place, so that a crash leaves the old or the new state.
 *
 * @throws Error when the file exists and is not one of ours.
 */
export function openSecretStore(path: string): SecretStore {
  const secrets = new Map(read(path).map((secret) => [secret.name, secret]));
  return {
    all: () => [...secrets.values()],
    find: (nameOrArn) =>
      secrets.get(nameOrArn) ??
      [...secrets.values()].find(({ arn }) => arn === nameOrArn || arn.slice(0, -7) === nameOrArn),
    put: (secret) => {
      secrets.set(secret.name, secret);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify([...secrets.values()], undefined, 2), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

function read(path: string): readonly StoredSecret[] {
  if (!existsSync(path)) return [];
  try {
    return z.array(secretSchema).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new Error(`${path} does not hold the secrets of a local cloud. Remove it to start without any.`, {
      cause,
    });
  }
}
