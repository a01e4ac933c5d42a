import type { APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import type { Authorization } from '../../../shared/callers/authorization.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { authorizeCaller } from './authorize-caller.ts';

const { CALLERS_TABLE: tableName, REQUESTS_PER_MINUTE: perMinute } = readEnvironment({
  CALLERS_TABLE: z.string().min(1),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1),
});

const documents = documentClient();

const deps = {
  table: { documents, tableName },
  calls: new CallCounter(documents, tableName, { calls: perMinute, windowSeconds: 60 }),
  log: createLogger('authorize-caller'),
  now: () => new Date(),
};

const request = z.object({ headers: z.record(z.string(), z.string()).default({}) });

/** A request before its function sees it → who makes it. Everybody passes: the function refuses. */
export async function handler(
  event: unknown,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<Authorization>> {
  return { isAuthorized: true, context: await authorizeCaller(deps, request.parse(event).headers) };
}
