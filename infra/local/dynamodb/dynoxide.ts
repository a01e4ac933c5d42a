import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { RawAnswer } from '../aws-endpoint/raw-answer.ts';
import { AwsServiceError } from '../aws-service-error.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';
import { dynoxideBinary } from './dynoxide-binary.ts';
import { type SupervisedProcess, startSupervised } from './supervised-process.ts';

/** A free port may be taken by somebody else before dynoxide binds it. */
const ATTEMPTS = 5;
const READY_SECONDS = 20;

/** dynoxide wants a signature but does not check it. */
const PLACEHOLDER_SIGNATURE = {
  authorization:
    `AWS4-HMAC-SHA256 Credential=local/20200101/${LOCAL_REGION}/dynamodb/aws4_request, ` +
    'SignedHeaders=host, Signature=0',
  'x-amz-date': '20200101T000000Z',
};

/** dynoxide calls its region "dynoxide"; only descriptions of tables carry ARNs. */
const FOREIGN_ARN = 'arn:aws:dynamodb:dynoxide:000000000000:';
const ARN = `arn:aws:dynamodb:${LOCAL_REGION}:${LOCAL_ACCOUNT}:`;

/** A running dynoxide. */
export interface Dynoxide {
  /** Sends one call, unauthorised and unchanged, and gives back whatever the answer is. */
  send(operation: string, body: unknown): Promise<RawAnswer>;
  stop(): Promise<void>;
}

/**
 * Starts dynoxide on a free port and waits until it listens.
 *
 * @param databasePath its SQLite file, created if absent.
 * @throws Error when it is not installed, ends at once (with what it printed), or is not ready in 20 s.
 */
export async function startDynoxide(databasePath: string): Promise<Dynoxide> {
  const binary = dynoxideBinary();
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const printed: string[] = [];
    const outcome = await launch(binary, port, databasePath, printed);
    if (typeof outcome !== 'number') return client(outcome, port);
    if (attempt === ATTEMPTS || !printed.join('\n').toLowerCase().includes('address')) {
      throw new Error(`dynoxide ended with code ${outcome} on ${databasePath}: ${printed.join(' ').trim()}`);
    }
  }
}

async function launch(
  binary: string,
  port: number,
  databasePath: string,
  printed: string[],
): Promise<SupervisedProcess | number> {
  const ready = Promise.withResolvers<'ready'>();
  const args = ['serve', '--port', String(port), '--db-path', databasePath];
  const supervised = startSupervised(binary, args, (line) => {
    if (printed.length < 50) printed.push(line);
    if (line.includes('listening on')) ready.resolve('ready');
  });
  const timer = setTimeout(() => {
    ready.reject(new Error(`dynoxide was not ready within ${READY_SECONDS} s: ${printed.join(' ')}`));
  }, READY_SECONDS * 1000);
  try {
    const first = await Promise.race([ready.promise, supervised.ended]);
    return first === 'ready' ? supervised : first;
  } catch (error) {
    await supervised.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function client(supervised: SupervisedProcess, port: number): Dynoxide {
  const agent = new Agent({ keepAlive: true });
  return {
    send: async (operation, body) => {
      const answer = await post(agent, port, operation, Buffer.from(JSON.stringify(body)));
      return operation.endsWith('Table') ? withOurArns(answer) : answer;
    },
    stop: async () => {
      agent.destroy();
      await supervised.stop();
    },
  };
}

function post(agent: Agent, port: number, operation: string, body: Buffer): Promise<RawAnswer> {
  const headers = {
    ...PLACEHOLDER_SIGNATURE,
    'content-type': 'application/x-amz-json-1.0',
    'content-length': body.length,
    'x-amz-target': `DynamoDB_20120810.${operation}`,
  };
  return new Promise((resolve, reject) => {
    const stopped = (cause: Error) => {
      console.error(`DynamoDB ${operation} got no answer from dynoxide:`, cause);
      const message = 'The local DynamoDB does not answer. Start the local cloud again.';
      reject(new AwsServiceError('InternalServerError', message, 500));
    };
    const call = request({ host: '127.0.0.1', port, method: 'POST', path: '/', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', stopped);
      answer.on('end', () =>
        resolve(
          new RawAnswer(answer.statusCode ?? 500, passedHeaders(answer.headers), Buffer.concat(chunks)),
        ),
      );
    });
    call.on('error', stopped);
    call.end(body);
  });
}

function withOurArns(answer: RawAnswer): RawAnswer {
  const body = Buffer.from(answer.body.toString('utf8').replaceAll(FOREIGN_ARN, ARN));
  const type = answer.headers['content-type'] ?? 'application/x-amz-json-1.0';
  return new RawAnswer(answer.status, { 'content-type': type, 'content-length': String(body.length) }, body);
}

function passedHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of ['content-type', 'content-length', 'x-amz-crc32']) {
    const value = headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  return passed;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('Found no free port.');
  return address.port;
}
