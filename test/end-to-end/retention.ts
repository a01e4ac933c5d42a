import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { output } from '../../infra/start/output.ts';
import { formOf } from './form-of.ts';
import { SHORT_SONG } from './short-songs.ts';
import { openCustomer, type TestCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';
import { waitFor } from './wait-for.ts';

const HOUR_MILLISECONDS = 3_600_000;
const RETENTION_DAYS = 3;

const historyItem = z.object({ pk: z.string(), sk: z.string(), createdAt: z.iso.datetime() });
const lifecycle = z.object({
  Type: z.literal('AWS::S3::Bucket'),
  Properties: z.object({
    LifecycleConfiguration: z.object({
      Rules: z.array(z.object({ Prefix: z.string().optional(), ExpirationInDays: z.int().optional() })),
    }),
  }),
});

/** What is left of a separation after 72 hours: nothing but its line in the history. */
export function describeRetention(use: () => { engine: TestEngine }): void {
  describe('a separation after its 72 hours', () => {
    let engine: TestEngine;
    let customer: TestCustomer;
    let hash: string;
    beforeAll(async () => {
      ({ engine } = use());
      customer = await openCustomer(engine, 'retention', 20);
      const fields = { api_token: customer.token, sep_type: '55', output_format: '1', audiofile: SHORT_SONG };
      ({ hash } = (await engine.wire.answer('separation/create', { form: formOf(fields) })).data);
      await waitFor(engine.wire, hash, 'done');
      await letHoursPass(engine, customer, hash, 80);
    });

    it('is not found', async () => {
      const answer = await engine.wire.answer('separation/get', { query: { hash } });
      expect(answer).toMatchObject({ success: false, status: 'not_found' });
    });

    it('stays in the history, without its credits and with a negative time left', async () => {
      const query = { api_token: customer.token };
      const { data } = await engine.wire.answer('app/separation_history', { query });
      expect(data).toMatchObject([{ hash, job_exists: false, credits: null }]);
      // Eight hours and some milliseconds over: rounding towards zero and downwards are both whole hours.
      expect([-8, -9]).toContain(data[0]?.time_left);
    });

    it('loses its files to the lifecycle rules of the bucket', () => {
      const folder = inject('openEngineAssembly');
      const name = readdirSync(folder).find((file) => /^Engine.*\.template\.json$/.test(file)) ?? '';
      const { Resources } = z
        .object({ Resources: z.record(z.string(), z.unknown()) })
        .parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      const rules = Object.values(Resources).flatMap(
        (resource) => lifecycle.safeParse(resource).data?.Properties.LifecycleConfiguration.Rules ?? [],
      );
      for (const prefix of ['storage/temp/', 'storage/processed/']) {
        const rule = rules.find((candidate) => candidate.Prefix === prefix);
        expect(rule, prefix).toMatchObject({ ExpirationInDays: RETENTION_DAYS });
      }
    });
  });
}

/** Rewrites a separation as if it had been created that many hours earlier. */
async function letHoursPass(
  engine: TestEngine,
  { accountId }: TestCustomer,
  hash: string,
  hours: number,
): Promise<void> {
  const { database, cloud } = engine;
  await database.send(
    new UpdateCommand({
      TableName: output(cloud, 'Engine', 'SeparationsTableName'),
      Key: { hash },
      UpdateExpression: 'SET expiresAt = :past',
      ConditionExpression: 'attribute_exists(expiresAt)',
      ExpressionAttributeValues: { ':past': Math.floor(Date.now() / 1000) - 8 * 3_600 },
    }),
  );
  const TableName = output(cloud, 'Engine', 'AccountsTableName');
  const { Items } = await database.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :account AND begins_with(sk, :history)',
      ExpressionAttributeValues: { ':account': `ACCOUNT#${accountId}`, ':history': 'HISTORY#' },
    }),
  );
  for (const { pk, sk, createdAt } of z.array(historyItem).parse(Items)) {
    await database.send(
      new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression: 'SET createdAt = :at',
        ExpressionAttributeValues: {
          ':at': new Date(Date.parse(createdAt) - hours * HOUR_MILLISECONDS).toISOString(),
        },
      }),
    );
  }
}
