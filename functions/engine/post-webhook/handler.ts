import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { postWebhook } from './post-webhook.ts';

const environment = readEnvironment({
  SEPARATIONS_TABLE: z.string().min(1),
  ENGINE_URL: z.url(),
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
  OWNER_TOKEN_SECRET: z.string().min(1),
  TOKEN_KEY_SECRET: z.string().min(1),
});

const deps = {
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  engineUrl: environment.ENGINE_URL,
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
  secrets: {
    ownerToken: secretReader(environment.OWNER_TOKEN_SECRET),
    tokenKey: secretReader(environment.TOKEN_KEY_SECRET),
  },
  now: () => new Date(),
  log: createLogger('post-webhook'),
};

const input = z.object({ hash: z.string().min(1) });

/** After the end of a separation, good or bad: its caller is told. */
export async function handler(event: unknown): Promise<{ hash: string; posted: boolean }> {
  const { hash } = input.parse(event);
  return { hash, posted: await postWebhook(deps, hash) };
}
