import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import type { BusEvent } from '../../../infra/local/bus-event.ts';
import type { Credentials, Principal } from '../../../infra/local/principal.ts';
import type { CorsRule } from '../../../infra/local/s3/cors-rule.ts';
import { createLocalS3 } from '../../../infra/local/s3/local-s3.ts';

/** All rights. */
export const OPERATOR: Credentials = { accessKeyId: 'AKIAOPERATOR', secretAccessKey: 'operator secret' };
/** Only what a test puts into `allowed`. */
export const ROLE: Credentials = { accessKeyId: 'AKIAROLE', secretAccessKey: 'role secret' };

const PEOPLE = new Map<string, { principal: Principal; secretAccessKey: string }>([
  [
    OPERATOR.accessKeyId,
    {
      principal: { accessKeyId: OPERATOR.accessKeyId, kind: 'operator', name: 'operator' },
      secretAccessKey: OPERATOR.secretAccessKey,
    },
  ],
  [
    ROLE.accessKeyId,
    {
      principal: { accessKeyId: ROLE.accessKeyId, kind: 'role', name: 'reader' },
      secretAccessKey: ROLE.secretAccessKey,
    },
  ],
]);

/** A local S3 behind a real HTTP server, with what tests look at. */
export interface RunningS3 {
  readonly endpoint: string;
  readonly port: number;
  readonly events: BusEvent[];
  /** "action resource" of every question asked about a right. */
  readonly asked: string[];
  /** What the role may do, as "action resource". */
  readonly allowed: Set<string>;
  /** Faults of the server itself. */
  readonly faults: unknown[];
  client(config?: S3ClientConfig): S3Client;
  /** Names of the files that hold object bytes. */
  bodyFiles(): string[];
  /** Leaves a file behind as an upload does whose server is killed. */
  leaveOrphan(): void;
  /** Stops the server and starts it again on the same directory. */
  restart(): Promise<RunningS3>;
  stop(): Promise<void>;
}

const CORS: CorsRule = {
  allowedOrigins: ['https://*.example.org'],
  allowedMethods: ['GET', 'PUT'],
  allowedHeaders: ['content-type', 'x-amz-*'],
  exposedHeaders: ['ETag'],
  maxAgeSeconds: 60,
};

/** Starts a local S3 with the buckets "audio" (events, CORS) and "quiet". */
export async function startLocalS3(directory = mkdtempSync(join(tmpdir(), 'local-s3-'))): Promise<RunningS3> {
  const events: BusEvent[] = [];
  const asked: string[] = [];
  const allowed = new Set<string>();
  const faults: unknown[] = [];
  const s3 = createLocalS3({
    directory,
    findPrincipal: (accessKeyId) => PEOPLE.get(accessKeyId),
    authorize(principal, action, resource) {
      asked.push(`${action} ${resource}`);
      if (principal.kind === 'operator' || allowed.has(`${action} ${resource}`)) return;
      throw new AwsServiceError('AccessDenied', `${principal.name} may not ${action} on ${resource}`, 403);
    },
    publish: (event) => events.push(event),
    onFault: (error) => faults.push(error),
  });
  s3.createBucket({ name: 'audio', eventBridge: true, cors: [CORS] });
  s3.createBucket({ name: 'quiet', eventBridge: false });
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    void s3.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  const endpoint = `http://127.0.0.1:${address.port}`;
  const clients: S3Client[] = [];
  async function halt(): Promise<void> {
    for (const client of clients) client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    s3.close();
  }
  return {
    endpoint,
    port: address.port,
    events,
    asked,
    allowed,
    faults,
    client(config = {}) {
      const client = new S3Client({
        endpoint,
        region: 'eu-west-1',
        credentials: OPERATOR,
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    bodyFiles() {
      const bodies = join(directory, 'bodies');
      return readdirSync(bodies).flatMap((folder) => readdirSync(join(bodies, folder)));
    },
    leaveOrphan: () => writeFileSync(join(directory, 'bodies', 'ab', 'ab-orphan'), 'half'),
    async restart() {
      await halt();
      return startLocalS3(directory);
    },
    async stop() {
      await halt();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
