import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { cancelSeparation } from '../../../functions/engine/cancel-separation/cancel-separation.ts';
import { createSeparation } from '../../../functions/engine/create-separation/create-separation.ts';
import { fetchRemote } from '../../../functions/engine/fetch-remote/fetch-remote.ts';
import { getRemoteSeparation } from '../../../functions/engine/get-remote-separation/get-remote-separation.ts';
import { getSeparation } from '../../../functions/engine/get-separation/get-separation.ts';
import { listHistory } from '../../../functions/engine/list-history/list-history.ts';
import { showQueue } from '../../../functions/engine/show-queue/show-queue.ts';
import { tendQueue } from '../../../functions/engine/tend-queue/tend-queue.ts';
import { type Account, account } from '../../../shared/engine/accounts/account.ts';
import { accountKeys } from '../../../shared/engine/accounts/account-keys.ts';
import { grantCredits } from '../../../shared/engine/credits/grant-credits.ts';
import { type Ending, endSeparation } from '../../../shared/engine/end-separation.ts';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import type { Caller } from '../../../shared/engine/http/call-request.ts';
import { startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { createSeparation as createCall } from '../../../shared/mvsep/contract/create-separation.ts';
import { getSeparation as getCall } from '../../../shared/mvsep/contract/get-separation.ts';
import type { UploadedFile } from '../../../shared/mvsep/server/call-request.ts';
import { OWN_OFFERS } from '../../../shared/separators/offers/own-offers.ts';
import { wavFile } from '../../audio/wav-file.ts';
import { itemsOf } from './engine-tables.ts';
import { memoryBucket } from './memory-bucket.ts';

export const NOW = new Date('2026-08-12T12:00:00.000Z');
export const ENGINE_URL = 'https://engine.example';

/** A song of so many seconds, small enough to be made by the hundred. */
export function songOf(seconds: number, name = 'song.wav'): UploadedFile {
  return { name, bytes: wavFile([new Float32Array(seconds * 4_000)], 4_000) };
}

export interface TestEngineOptions {
  readonly separationsAtOnce?: number;
  readonly allowedPrivateOrigins?: readonly string[];
  readonly now?: () => Date;
}

/** The use cases of the Engine over real tables; executions are only written down, and ended by the test. */
export function testEngine(store: EngineStore, options: TestEngineOptions = {}) {
  const { s3, objects } = memoryBucket();
  const stepFunctions = new SFNClient({ region: 'us-east-1' });
  const workflows = mockClient(stepFunctions);
  /** Execution ARNs, and whether they still run. */
  const executions = new Map<string, boolean>();
  const broken = { starts: 0 };
  workflows.on(StartExecutionCommand).callsFake(({ stateMachineArn = '', name = '' }) => {
    if (broken.starts-- > 0) throw new Error('throttled');
    executions.set(`${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`, true);
    return {};
  });
  workflows.on(DescribeExecutionCommand).callsFake(({ executionArn = '' }) => {
    const isRunning = executions.get(executionArn);
    if (isRunning === undefined) throw new ExecutionDoesNotExist({ message: 'none', $metadata: {} });
    return { status: isRunning ? 'RUNNING' : 'FAILED' };
  });
  const { now = () => NOW } = options;
  const separations = new SeparationTable(store.documents, store.separations);
  const deps = {
    s3,
    store,
    separations,
    stepFunctions,
    bucket: 'bucket',
    engineUrl: ENGINE_URL,
    readOffers: async () => OWN_OFFERS,
    workflowArn: 'arn:aws:states:eu-west-1:1:stateMachine:separate',
    fetchWorkflowArn: 'arn:aws:states:eu-west-1:1:stateMachine:fetch',
    separationsAtOnce: options.separationsAtOnce ?? 2,
    allowedPrivateOrigins: options.allowedPrivateOrigins ?? [],
    now,
    log: { info() {}, warn() {}, error() {} },
  };
  return {
    deps,
    objects,
    executions,
    workflows,
    /** How many starts of executions fail from now on. */
    broken,
    separations,
    /** Opens an account with credits that an operator gave it. */
    async account(id: string, { balance = 0, ...changes }: Partial<Account> = {}): Promise<Caller> {
      const opened = account.parse({
        id,
        name: id,
        email: `${id}@example.com`,
        balance: 0,
        premiumEnabled: false,
        longFilenames: false,
        verified: true,
        createdAt: NOW.toISOString(),
        updatedAt: NOW.toISOString(),
        ...changes,
      });
      const Item = { ...accountKeys.profile(id), ...opened };
      await store.documents.send(new PutCommand({ TableName: store.accounts, Item }));
      if (balance !== 0) await grantCredits(store, { accountId: id, credits: balance }, NOW);
      return { kind: 'account', account: { ...opened, balance }, address: '192.0.2.1' };
    },
    async create(caller: Caller, fields: Record<string, string>, files: Record<string, UploadedFile> = {}) {
      const params = createCall.params.parse({ sep_type: '44', output_format: '1', ...fields });
      return (await createSeparation(deps, { params, caller, files })).data.hash;
    },
    get: (hash: string, mirror = 0, caller: Caller = nobody) =>
      getSeparation(deps, { params: getCall.params.parse({ hash, mirror }), caller, files: {} }),
    getRemote: (hash: string) => getRemoteSeparation(deps, { params: { hash } }),
    cancel: (caller: Caller, hash: string) => cancelSeparation(deps, { params: { hash }, caller, files: {} }),
    history: async (caller: Caller, start = 0, limit = 20) =>
      (await listHistory(deps, { params: { start, limit }, caller, files: {} })).data,
    queue: (caller: Caller) => showQueue(deps, { caller }),
    fetch: (hash: string) => fetchRemote(deps, hash),
    tend: () => tendQueue(deps),
    /** What a workflow does at its end: the separation ends, and the next one starts. */
    async end(hash: string, ending: Ending): Promise<boolean> {
      if (ending.status === 'done') await separations.move(hash, 'merging', ['processing']);
      const hasEnded = await endSeparation(deps, await separations.separation(hash), ending);
      await startWaiting(deps);
      return hasEnded;
    },
    /** The hashes that take a slot. */
    async running(): Promise<string[]> {
      const items = await itemsOf(store.documents, store.queue);
      return items.filter(({ pk }) => pk === 'SLOTS').map(({ hash }) => String(hash));
    },
    items: (table: 'separations' | 'accounts' | 'queue' | 'publications') =>
      itemsOf(store.documents, store[table]),
  };
}

export type TestEngine = ReturnType<typeof testEngine>;

/** A caller without an account. */
export const nobody: Caller = { kind: 'anonymous', address: '192.0.2.7' };

export const DONE: Ending = {
  status: 'done',
  files: [{ label: 'Drums', fileName: 'a_drums.wav', bytes: 9 }],
};
