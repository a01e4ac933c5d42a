import * as z from 'zod';
import { documentClient } from '../aws/document-client.ts';
import { readEnvironment } from '../aws/read-environment.ts';
import { secretReader } from '../aws/secret.ts';
import { CallCounter } from '../http/call-counter.ts';
import { createLogger } from '../logging/logger.ts';
import type { CallFrame } from '../mvsep/server/call-frame.ts';
import { findPathsCaller } from './find-paths-caller.ts';
import type { PathsCaller } from './paths-caller.ts';

const now = () => new Date();

/**
 * The frame of a deployed function that answers one of the MVSep paths, from the environment that `pathFamily` gives
 * it. A key is counted under the name under which the JSON API counts it: both take from one allowance.
 *
 * @param functionName stands in the log.
 */
export function pathsFrame(functionName: string): CallFrame<PathsCaller> {
  const environment = readEnvironment({
    CALLERS_TABLE: z.string().min(1),
    CALLS_PER_MINUTE: z.coerce.number().int().min(1),
    MVSEP_TOKEN_SECRET: z.string().min(1).optional(),
  });
  const documents = documentClient();
  const { CALLERS_TABLE: tableName, MVSEP_TOKEN_SECRET: tokenSecret } = environment;
  return {
    log: createLogger(functionName),
    calls: new CallCounter(documents, tableName, { calls: environment.CALLS_PER_MINUTE, windowSeconds: 60 }),
    findAccount:
      tokenSecret === undefined
        ? undefined
        : findPathsCaller({ callers: { documents, tableName }, accountToken: secretReader(tokenSecret) }),
    countOf: ({ keyId }) => ({ who: `CALLS#${keyId}`, isUnlimited: false }),
    addressOf: ({ requestContext }) => requestContext.http.sourceIp,
    now,
  };
}
