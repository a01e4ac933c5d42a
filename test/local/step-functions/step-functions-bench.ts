import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFN,
} from '@aws-sdk/client-sfn';
import { vi } from 'vitest';
import * as z from 'zod';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import type { BusEvent } from '../../../infra/local/bus-event.ts';
import type { Authorize, Principal } from '../../../infra/local/principal.ts';
import type { InvocationResult } from '../../../infra/local/step-functions/invoke-lambda.ts';
import {
  createLocalStepFunctions,
  type LocalStepFunctions,
} from '../../../infra/local/step-functions/local-step-functions.ts';

/** A function of the test: what it returns is the payload, what it throws the function error. */
export type TestFunction = (payload: Record<string, unknown>) => unknown;

/** A Step Functions service on a loopback port, with the real SDK client, and functions in this process. */
export interface Bench {
  readonly client: SFN;
  readonly service: LocalStepFunctions;
  readonly events: BusEvent[];
  readonly directory: string;
  /** Runs the machine once and waits for its end. */
  run(input: unknown, name?: string): Promise<DescribeExecutionCommandOutput>;
  start(input: unknown, name?: string): Promise<string>;
  ended(executionArn: string): Promise<DescribeExecutionCommandOutput>;
  history(executionArn: string): Promise<HistoryEvent[]>;
  close(): Promise<void>;
}

export const MACHINE_ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine:machine';
export const OPERATOR: Principal = { accessKeyId: 'OPERATOR', kind: 'operator', name: 'operator' };

/** ARN of a function of the test. */
export function functionArn(name: string): string {
  return `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
}

/** A Task state that calls a function of the test. */
export function task(name: string, more: object = { End: true }): object {
  return { Type: 'Task', Resource: functionArn(name), ...more };
}

export interface BenchOptions {
  readonly definition: object;
  readonly functions?: Readonly<Record<string, TestFunction>>;
  readonly authorize?: Authorize;
  readonly directory?: string;
  /** Who calls the API. */
  readonly caller?: Principal;
}

export async function openBench(options: BenchOptions): Promise<Bench> {
  const directory = options.directory ?? mkdtempSync(path.join(tmpdir(), 'local-step-functions-'));
  const events: BusEvent[] = [];
  const service = createLocalStepFunctions({
    machines: [
      { arn: MACHINE_ARN, name: 'machine', definition: options.definition, roleName: 'MachineRole' },
    ],
    invokeLambda: (arn, payload, _role, onStart) => invoke(options.functions ?? {}, arn, payload, onStart),
    authorize: options.authorize ?? (() => {}),
    publish: (event) => events.push(event),
    directory,
  });
  const server = createServer((request, response) => {
    void answer(service, request, response, options.caller ?? OPERATOR);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = new SFN({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
    maxAttempts: 1,
  });

  const start = async (input: unknown, name?: string): Promise<string> => {
    const started = await client.startExecution({
      stateMachineArn: MACHINE_ARN,
      input: JSON.stringify(input),
      name,
    });
    if (started.executionArn === undefined) throw new Error('no executionArn');
    return started.executionArn;
  };
  const ended = (executionArn: string): Promise<DescribeExecutionCommandOutput> =>
    vi.waitUntil(
      async () => {
        const described = await client.describeExecution({ executionArn });
        return described.status === 'RUNNING' ? undefined : described;
      },
      { timeout: 45_000, interval: 10 },
    );
  return {
    client,
    service,
    events,
    directory,
    start,
    ended,
    run: async (input, name) => ended(await start(input, name)),
    history: async (executionArn) => {
      const found = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
      return found.events ?? [];
    },
    async close() {
      client.destroy();
      await service.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function invoke(
  functions: Readonly<Record<string, TestFunction>>,
  arn: string,
  payload: unknown,
  onStart: () => void,
): Promise<InvocationResult> {
  const found = functions[arn.split(':')[6] ?? ''];
  if (found === undefined)
    throw new AwsServiceError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  onStart();
  try {
    const event = z.record(z.string(), z.unknown()).catch({}).parse(payload);
    return { payload: await found(event) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: { errorType: error.name, errorMessage: error.message, trace: ['at test'] } };
  }
}

async function answer(
  service: LocalStepFunctions,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Principal,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const operation = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
  try {
    const body = await service.call(operation, JSON.parse(Buffer.concat(chunks).toString('utf8')), caller);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  } catch (error) {
    const known =
      error instanceof AwsServiceError ? error : new AwsServiceError('Internal', String(error), 500);
    const body = { __type: known.code, message: known.message };
    response
      .writeHead(known.status, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(body));
  }
}

/** An error with a name of its own, as a function would throw it. */
export function namedError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
