import { request } from 'node:http';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { output } from '../../infra/start/output.ts';
import { CALL_FIELDS } from '../wire/call-fields.ts';
import { refusalOf } from '../wire/refusal.ts';
import { formOf } from './form-of.ts';
import { SHORT_SONG } from './short-songs.ts';
import { openCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';

/** Another address of this machine, so that counting it hinders no other test. */
const OTHER_ADDRESS = '127.0.0.9';
const MINUTE_MILLISECONDS = 60_000;
const FIVE_MEGABYTES = 5 * 1024 * 1024;
const CREATES_A_DAY = 50;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** What the Engine takes of one caller, and how it says that this is enough. */
export function describeLimits(use: () => { engine: TestEngine }): void {
  describe('the limits', () => {
    let engine: TestEngine;
    beforeAll(() => {
      ({ engine } = use());
    });

    /** Pretends that somebody has called as often as anybody may, in this minute and the next. */
    async function exhaust(who: string): Promise<void> {
      const minute = Math.floor(Date.now() / MINUTE_MILLISECONDS) * MINUTE_MILLISECONDS;
      for (const begun of [minute, minute + MINUTE_MILLISECONDS]) {
        const Item = { pk: who, sk: `SINCE#${new Date(begun).toISOString()}`, calls: 100_000 };
        await engine.database.send(new PutCommand({ TableName: await tableOfCallers(), Item }));
      }
    }

    /** The stack has no output of it: nobody but the Engine has business there. */
    async function tableOfCallers(): Promise<string> {
      const { TableNames = [] } = await engine.database.send(new ListTablesCommand());
      const name = TableNames.find((table) => table.includes('Callers'));
      if (name === undefined) throw new Error('There is no table of callers.');
      return name;
    }

    function callFrom(localAddress: string, method: string, path: string, form: string): Promise<Answer> {
      const isGet = method === 'GET';
      const headers = isGet ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
      return new Promise((resolve, reject) => {
        const url = `${engine.url}/api/${path}${isGet ? `?${form}` : ''}`;
        const sending = request(url, { method, headers, localAddress }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        });
        sending.on('error', reject);
        sending.end(isGet ? undefined : form);
      });
    }

    it('of calls a minute hold for every call: 429, when to go on, and JSON', async () => {
      const { token, accountId } = await openCustomer(engine, 'eager');
      await exhaust(`ACCOUNT#${accountId}`);
      await exhaust(`ADDRESS#${OTHER_ADDRESS}`);
      for (const [path, { methods }] of Object.entries(CALL_FIELDS)) {
        for (const method of methods) {
          const answer = await callFrom(OTHER_ADDRESS, method, path, `api_token=${token}`);
          expect(answer.status, `${method} ${path}`).toBe(429);
          expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
          expect(answer.headers['x-ratelimit-remaining']).toBe('0');
          refusalOf(path)(JSON.parse(answer.text), `${path} 429`);
        }
      }
    });

    it('of calls a minute are told with every answer', async () => {
      const answer = await fetch(`${engine.url}/api/app/queue`);
      expect(answer.headers.get('x-ratelimit-limit')).toMatch(/^\d+$/);
      expect(answer.headers.get('x-ratelimit-remaining')).toMatch(/^\d+$/);
    });

    it.each(['separation/create', 'quality_checker/add'] as const)(
      'of a form make a large one 413, in JSON, with the way out: %s',
      async (path) => {
        const form = formOf({ api_token: engine.ownerToken, audiofile: new Uint8Array(FIVE_MEGABYTES) });
        const { status, message } = await engine.wire.refusal(path, { form });
        expect(status).toBe(413);
        expect(message).toMatch(/\burl\b/);
      },
    );

    it('of a day are 50 separations without premium', async () => {
      const { token, accountId } = await openCustomer(engine, 'busy');
      const at = new Date().toISOString();
      const puts = Array.from({ length: CREATES_A_DAY }, (_, number) => ({
        PutRequest: { Item: { pk: `ACCOUNT#${accountId}`, sk: `HISTORY#${at}#${number}` } },
      }));
      const TableName = output(engine.cloud, 'Engine', 'AccountsTableName');
      for (const some of [puts.slice(0, 25), puts.slice(25)]) {
        await engine.database.send(new BatchWriteCommand({ RequestItems: { [TableName]: some } }));
      }
      const form = formOf({ api_token: token, sep_type: '55', output_format: '1', audiofile: SHORT_SONG });
      expect(await engine.wire.refusal('separation/create', { form })).toMatchObject({
        status: 400,
        message:
          'You have reached the limit of separations for today. Please try again tomorrow or consider signing up for a premium account.',
      });
    });
  });
}
