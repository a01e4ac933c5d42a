import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { type AddedEntry, addEntry } from '../../../functions/quality-checker/add-entry/add-entry.ts';
import { deleteEntry } from '../../../functions/quality-checker/delete-entry/delete-entry.ts';
import { evaluateSong } from '../../../functions/quality-checker/evaluate-song/evaluate-song.ts';
import { failEvaluation } from '../../../functions/quality-checker/fail-evaluation/fail-evaluation.ts';
import { finishEvaluation } from '../../../functions/quality-checker/finish-evaluation/finish-evaluation.ts';
import { openSubmission } from '../../../functions/quality-checker/open-submission/open-submission.ts';
import { leaderboard } from '../../../functions/quality-checker/show-leaderboard/leaderboard.ts';
import { hashPassword } from '../../../shared/engine/accounts/password.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import type { DatasetSource } from '../../../shared/quality-checker/dataset-source.ts';
import { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import { entryAnswer } from '../../../shared/quality-checker/entry-answer.ts';
import { EntryTable } from '../../../shared/quality-checker/entry-table.ts';
import type { QualityEntry } from '../../../shared/quality-checker/quality-entry.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';
import { storeDataset } from '../../../shared/quality-checker/store-dataset.ts';
import { startLocalS3 } from '../../local/s3/start-local-s3.ts';
import { startDynamoDbServer } from '../shared/aws/dynamodb-server.ts';
import { keptLog } from '../shared/jobs/kept-log.ts';

const BUCKET = 'quiet';
const TABLE = 'entries';

export type TestChecker = Awaited<ReturnType<typeof startTestChecker>>;

/** The quality checker on a real S3 and DynamoDB API; its workflow is stepped through by hand. */
export async function startTestChecker() {
  const storage = await startLocalS3();
  const database = await startDynamoDbServer({
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
  });
  const passwordHash = await hashPassword('pass');
  const s3 = storage.client();
  const entries = new EntryTable(database.documents, TABLE);
  const datasets = new DatasetStore(s3, BUCKET);
  const sfn = new SFNClient({ region: 'eu-west-1' });
  const started = mockClient(sfn).on(StartExecutionCommand).resolves({});
  const clock = { now: new Date('2026-08-12T12:00:00.000Z') };
  const counter = (calls: number) =>
    new CallCounter(database.documents, TABLE, { calls, windowSeconds: 3600 });
  const deps = {
    s3,
    bucket: BUCKET,
    entries,
    datasets,
    sfn,
    workflowArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:Evaluation',
    engineUrl: 'https://engine.example',
    allowedPrivateOrigins: [storage.endpoint],
    now: () => clock.now,
    log: keptLog(),
    submissions: counter(1_000),
    attempts: counter(1_000),
    attemptsInAll: counter(1_000),
  };

  async function add(
    zip: Buffer | { url: string },
    fields: Partial<Parameters<typeof addEntry>[1]> = {},
  ): Promise<AddedEntry['data']> {
    const order = {
      algo_name: 'Test',
      main_text: 'A test.',
      dataset_type: 0,
      ensemble: 0,
      password: 'pass',
      ...fields,
    };
    const file = zip instanceof Buffer ? { name: 'stems.zip', bytes: zip } : undefined;
    const { data } = await addEntry(
      deps,
      zip instanceof Buffer ? order : { ...order, ...zip },
      'somebody',
      file,
    );
    return data;
  }

  /** What the workflow does, its Catch included. */
  async function evaluate(id: number): Promise<void> {
    try {
      const { songs } = await openSubmission(deps, id);
      const results = [];
      for (const song of songs) results.push(await evaluateSong(deps, song));
      await finishEvaluation(deps, id, results);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const cause = JSON.stringify({ errorMessage: error.message });
      await failEvaluation(deps, id, { name: error.name, cause });
    }
  }

  /** An entry as `add` leaves it, with the password "pass". Written by hand: hashing a password takes long. */
  async function queued(zip: Buffer | { url: string }, given: Partial<QualityEntry> = {}): Promise<number> {
    const { datasetType = 0 } = given;
    const dataset = await datasets.find(datasetType);
    if (dataset === undefined) throw new Error(`There is no dataset ${datasetType}.`);
    const id = await entries.nextId();
    if (zip instanceof Buffer) {
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: qualityKeys.submission(id), Body: zip }));
    }
    await entries.create({
      algoName: 'Test',
      mainText: 'A test.',
      isEnsemble: false,
      accountId: 'somebody',
      passwordHash,
      state: 'queued',
      id,
      datasetType,
      datasetName: dataset.name,
      stems: dataset.stems,
      createdAt: clock.now.toISOString(),
      ...(zip instanceof Buffer ? {} : zip),
      ...given,
    });
    return id;
  }

  return {
    deps,
    counter,
    storage,
    started,
    clock,
    add,
    queued,
    evaluate,
    install: (source: DatasetSource, type = 0, name = 'Synth') => storeDataset(deps, { type, name }, source),
    /** The answer to an entry that was evaluated. */
    async judged(zip: Buffer | { url: string }, given: Partial<QualityEntry> = {}) {
      const id = await queued(zip, given);
      await evaluate(id);
      const entry = await entries.find(id);
      if (entry === undefined) throw new Error('The entry is gone.');
      return entryAnswer(entry, clock.now);
    },
    leaderboard: (query: Partial<Parameters<typeof leaderboard>[1]> = {}) =>
      leaderboard(deps, { dataset_type: 0, start: 0, limit: 10, ...query }),
    remove: (id: number, password: string) => deleteEntry(deps, { id, password }, '203.0.113.9'),
    async stop() {
      database.stop();
      await storage.stop();
    },
  };
}
