import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { chooseSeparator } from '../../../shared/engine/chosen-separator.ts';
import type {
  EngineRecord,
  RemoteRecord,
  SeparationRecord,
} from '../../../shared/engine/separation-record.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { harmonicPercussiveOffer } from '../../../shared/separators/offers/harmonic-percussive-offer.ts';
import { startDynamoDbServer } from '../shared/aws/dynamodb-server.ts';

/** A real table of separations, and a way to put records there without the calls that make them. */
export interface SeparationRecords {
  readonly separations: SeparationTable;
  put(record: EngineRecord): Promise<void>;
  stop(): void;
}

const TABLE = 'separations';

export async function startSeparationRecords(): Promise<SeparationRecords> {
  const { documents, stop } = await startDynamoDbServer({
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'hash', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'hash', AttributeType: 'S' }],
  });
  return {
    separations: new SeparationTable(documents, TABLE),
    put: async (record) => {
      await documents.send(new PutCommand({ TableName: TABLE, Item: record }));
    },
    stop,
  };
}

const commission = {
  createdAt: '2026-08-12T12:00:00.000Z',
  expiresAt: 1_786_800_000,
  accountId: 'owner',
  plan: 'premium',
  number: 1,
  sepType: 44,
  options: {},
  separator: chooseSeparator(harmonicPercussiveOffer, {}),
  outputFormat: 4,
  longFilenames: false,
  isDemo: false,
} as const;

/** A separation that runs, with what a test cares about put in. */
export function sampleSeparation(changes: Partial<SeparationRecord> = {}): SeparationRecord {
  return {
    ...commission,
    kind: 'separation',
    hash: '20260812120000-0123456789-song.wav',
    status: 'processing',
    credits: 1,
    inputBytes: 1,
    seconds: 60,
    ...changes,
  };
}

/** A link that waits to be fetched. */
export function sampleLink(changes: Partial<RemoteRecord> = {}): RemoteRecord {
  return {
    ...commission,
    kind: 'remote',
    hash: 'n2AwBjy4KsFZfqqR',
    status: 'waiting',
    url: 'https://example.com/song.wav',
    remoteType: 'direct',
    ...changes,
  };
}
