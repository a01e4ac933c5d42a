import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { PublishDeps } from '../../../../functions/syncs/publish-leaderboard/publish-deps.ts';
import { publishLeaderboard } from '../../../../functions/syncs/publish-leaderboard/publish-leaderboard.ts';
import type { ReadDeps } from '../../../../functions/syncs/read-leaderboard/read-deps.ts';
import { readLeaderboard } from '../../../../functions/syncs/read-leaderboard/read-leaderboard.ts';
import type { LeaderboardTable } from '../../../../shared/leaderboards/read-board.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { UpstreamServer } from '../../../upstream/upstream-server.ts';
import { startDynamoDbServer } from '../../shared/aws/dynamodb-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';

/** A run that was killed; nothing of ours catches it. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Lets a run do so many things, and kills it at the next: before it is done, or when it is done and not known. */
export interface Fuse {
  readonly things: number;
  readonly after?: boolean;
}

/** An event on the bus. */
interface ToldEvent {
  readonly kind: string;
  readonly detail: { readonly id: string } & Readonly<Record<string, unknown>>;
}

interface RunOptions {
  readonly runId: string;
  readonly boards?: readonly number[];
  readonly fuse?: Fuse;
  /** Pages that one step reads before its time is up. */
  readonly pagesAStep?: number;
}

const START = new Date('2026-11-22T03:00:00.000Z');

/** Everything around a sync: a real table, a service that speaks HTTP, and a bucket and a bus that keep what they get. */
export async function startSyncWorld() {
  const TableName = 'leaderboards';
  const server = await startDynamoDbServer({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
  });
  const upstream = await UpstreamServer.start();
  const objects = new Map<string, string>();
  const told: ToldEvent[] = [];
  const clock = { at: START };
  let tables = 0;
  let table: LeaderboardTable = { documents: server.documents, tableName: TableName };

  /** What one run is given, which dies with it. */
  function depsOf(fuse?: Fuse, pagesAStep = Number.POSITIVE_INFINITY): ReadDeps & PublishDeps {
    const burn = createBurn(fuse);
    const documents = server.connect();
    if (fuse !== undefined) addBurn(documents, burn);
    const { qualityChecker } = createMvsepClient({ baseUrl: upstream.url });
    let pages = 0;
    return {
      table: { documents, tableName: table.tableName },
      client: {
        qualityChecker: {
          leaderboard: (...given) => {
            pages += 1;
            return burn(() => qualityChecker.leaderboard(...given));
          },
          entry: (...given) => burn(() => qualityChecker.entry(...given)),
        },
      },
      s3: bucketOf(objects, burn),
      eventBridge: busOf(told, burn),
      bucket: 'songs',
      now: () => clock.at,
      log: keptLog(),
      hasTime: () => {
        const has = pages < pagesAStep;
        if (!has) pages = 0;
        return has;
      },
    };
  }

  return {
    upstream,
    boards: upstream.model.boards,
    objects,
    told,
    depsOf,
    get table() {
      return table;
    },
    /** Begins anew: an empty table, bucket and bus. */
    async clear() {
      tables += 1;
      table = { documents: server.documents, tableName: `${TableName}-${tables}` };
      await server.createTable({
        TableName: table.tableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      });
      objects.clear();
      told.length = 0;
      clock.at = START;
      upstream.heal();
      upstream.log.calls.length = 0;
      upstream.model.boards.beforePage = () => undefined;
      upstream.model.boards.asked.clear();
    },
    pass(hours: number) {
      clock.at = new Date(clock.at.getTime() + hours * 3_600_000);
    },
    /** What the workflow does with its boards. @throws Killed */
    async sync({ runId, boards = [1], fuse, pagesAStep }: RunOptions): Promise<void> {
      const deps = depsOf(fuse, pagesAStep);
      const startedAt = clock.at.toISOString();
      for (const datasetType of boards) {
        let state = 'more';
        while (state === 'more') {
          ({ state } = await readLeaderboard(deps, { datasetType, runId, startedAt }));
        }
        await publishLeaderboard(deps, { datasetType, runId });
      }
    },
    async stop() {
      server.stop();
      await upstream.stop();
    },
  };
}

type Burn = <Answer>(act: () => Promise<Answer>) => Promise<Answer>;

function createBurn(fuse: Fuse | undefined): Burn {
  let left = fuse?.things ?? Number.POSITIVE_INFINITY;
  return async (act) => {
    left -= 1;
    if (left < -1 || (left < 0 && fuse?.after !== true)) throw new Killed('killed before');
    const answer = await act();
    if (left < 0) throw new Killed('killed after');
    return answer;
  };
}

function addBurn(documents: DynamoDBDocumentClient, burn: Burn): void {
  documents.middlewareStack.add((next) => (args) => burn(() => next(args)), { step: 'initialize' });
}

function bucketOf(objects: Map<string, string>, burn: Burn): S3Client {
  const s3 = new S3Client({ region: 'eu-west-1' });
  mockClient(s3)
    .on(PutObjectCommand)
    .callsFake(({ Key, Body }) =>
      burn(async () => {
        objects.set(Key, Body);
        return {};
      }),
    );
  return s3;
}

function busOf(told: ToldEvent[], burn: Burn): EventBridgeClient {
  const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
  mockClient(eventBridge)
    .on(PutEventsCommand)
    .callsFake(({ Entries }) =>
      burn(async () => {
        for (const { DetailType, Detail } of Entries) {
          told.push({ kind: DetailType, detail: JSON.parse(Detail) });
        }
        return { FailedEntryCount: 0 };
      }),
    );
  return eventBridge;
}
