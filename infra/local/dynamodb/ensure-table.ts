import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { RawAnswer } from '../aws-endpoint/raw-answer.ts';
import type { Dynoxide } from './dynoxide.ts';
import type { KeySchemaElement, SecondaryIndex, TableConfig } from './table-config.ts';

const POLL_MILLISECONDS = 20;
const ACTIVE_SECONDS = 30;

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const indexes = z.array(
  z.looseObject({ IndexName: z.string(), KeySchema: keySchema, IndexStatus: z.string().optional() }),
);
const description = z.object({
  Table: z.looseObject({
    TableStatus: z.string(),
    KeySchema: keySchema,
    GlobalSecondaryIndexes: indexes.optional(),
    LocalSecondaryIndexes: indexes.optional(),
  }),
});
const timeToLive = z.object({
  TimeToLiveDescription: z.looseObject({
    TimeToLiveStatus: z.string(),
    AttributeName: z.string().optional(),
  }),
});
const failure = z.looseObject({ __type: z.string(), message: z.string().optional() });

type Description = z.infer<typeof description>['Table'];

/**
 * Makes a table be as the template says: created if absent, given the global indexes and the time to live it
 * lacks. Data stays. What cannot be changed on an existing table is refused, as CloudFormation would
 * replace the table and lose its data.
 *
 * @throws Error when an existing table has another key, or local indexes differ.
 */
export async function ensureTable(database: Dynoxide, config: TableConfig): Promise<void> {
  const existing = await describe(database, config.name);
  if (existing === undefined) {
    await expectSuccess(await database.send('CreateTable', createTableInput(config)), config.name);
  } else {
    refuseReplacement(existing, config);
    await addMissingIndexes(database, existing, config);
  }
  await active(database, config.name);
  await ensureTimeToLive(database, config);
}

function createTableInput(config: TableConfig): object {
  return {
    TableName: config.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: config.attributeDefinitions,
    KeySchema: config.keySchema,
    ...(config.globalSecondaryIndexes?.length && { GlobalSecondaryIndexes: config.globalSecondaryIndexes }),
    ...(config.localSecondaryIndexes?.length && { LocalSecondaryIndexes: config.localSecondaryIndexes }),
    ...(config.stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: config.stream.viewType },
    }),
  };
}

async function describe(database: Dynoxide, name: string): Promise<Description | undefined> {
  const answer = await database.send('DescribeTable', { TableName: name });
  if (answer.status === 400 && errorOf(answer).endsWith('ResourceNotFoundException')) return undefined;
  await expectSuccess(answer, name);
  return description.parse(JSON.parse(answer.body.toString('utf8'))).Table;
}

function refuseReplacement(existing: Description, config: TableConfig): void {
  const differs = (what: string) =>
    new Error(
      `The table ${config.name} exists with another ${what} than the template's. ` +
        'That cannot be changed in place: rename the table, or start with an empty data directory.',
    );
  if (!sameKey(existing.KeySchema, config.keySchema)) throw differs('key');
  const wanted = config.localSecondaryIndexes ?? [];
  const present = existing.LocalSecondaryIndexes ?? [];
  if (wanted.length !== present.length || !wanted.every((index) => has(present, index))) {
    throw differs('set of local secondary indexes');
  }
  for (const index of config.globalSecondaryIndexes ?? []) {
    const found = existing.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName);
    if (found !== undefined && !sameKey(found.KeySchema, index.KeySchema)) {
      throw differs(`key of the index ${index.IndexName}`);
    }
  }
}

async function addMissingIndexes(
  database: Dynoxide,
  existing: Description,
  config: TableConfig,
): Promise<void> {
  for (const index of config.globalSecondaryIndexes ?? []) {
    if (has(existing.GlobalSecondaryIndexes ?? [], index)) continue;
    const answer = await database.send('UpdateTable', {
      TableName: config.name,
      AttributeDefinitions: config.attributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    });
    await expectSuccess(answer, config.name);
    await active(database, config.name);
  }
}

async function ensureTimeToLive(database: Dynoxide, config: TableConfig): Promise<void> {
  const answer = await database.send('DescribeTimeToLive', { TableName: config.name });
  await expectSuccess(answer, config.name);
  const current = timeToLive.parse(JSON.parse(answer.body.toString('utf8'))).TimeToLiveDescription;
  const attribute = current.TimeToLiveStatus === 'ENABLED' ? current.AttributeName : undefined;
  if (attribute === config.timeToLiveAttribute) return;
  for (const [Enabled, AttributeName] of [
    [false, attribute],
    [true, config.timeToLiveAttribute],
  ] as const) {
    if (AttributeName === undefined) continue;
    const TimeToLiveSpecification = { Enabled, AttributeName };
    const update = { TableName: config.name, TimeToLiveSpecification };
    await expectSuccess(await database.send('UpdateTimeToLive', update), config.name);
  }
}

async function active(database: Dynoxide, name: string): Promise<void> {
  const deadline = performance.now() + ACTIVE_SECONDS * 1000;
  for (;;) {
    const table = await describe(database, name);
    const busy = table?.GlobalSecondaryIndexes?.some(({ IndexStatus }) => IndexStatus !== 'ACTIVE') ?? false;
    if (table?.TableStatus === 'ACTIVE' && !busy) return;
    if (performance.now() > deadline) {
      throw new Error(`The table ${name} was not active within ${ACTIVE_SECONDS} s.`);
    }
    await wait(POLL_MILLISECONDS);
  }
}

function has(present: readonly { IndexName: string }[], index: SecondaryIndex): boolean {
  return present.some(({ IndexName }) => IndexName === index.IndexName);
}

function sameKey(
  left: readonly { AttributeName: string; KeyType: string }[],
  right: readonly KeySchemaElement[],
): boolean {
  const text = (key: readonly { AttributeName: string; KeyType: string }[]) =>
    key.map(({ AttributeName, KeyType }) => `${KeyType}:${AttributeName}`).join();
  return text(left) === text(right);
}

async function expectSuccess(answer: RawAnswer, name: string): Promise<void> {
  if (answer.status !== 200) throw new Error(`The table ${name} could not be set up: ${errorOf(answer)}`);
}

function errorOf(answer: RawAnswer): string {
  const parsed = failure.safeParse(JSON.parse(answer.body.toString('utf8')));
  if (!parsed.success) return `status ${answer.status}`;
  return parsed.data.message === undefined
    ? parsed.data.__type
    : `${parsed.data.message} ${parsed.data.__type}`;
}
