import { Agent, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runKeys } from '../../../infra/keys/run-keys.ts';
import { createRouteTable } from '../../../infra/local/http-api/route-table.ts';
import { output } from '../../../infra/start/output.ts';
import { showAccount } from '../../../shared/api/operations/show-account.ts';
import { OPERATIONS } from '../../../shared/api/operations.ts';
import { checkAnswer, type GivenAnswer } from '../../unit/api/check-answer.ts';
import { type GeneratedRequest, generatedRequest, type ShownKey } from '../../unit/api/generated-request.ts';
import { ApiClient } from './api-client.ts';
import type { JobsApiWorld } from './jobs-api-world.ts';

const REQUESTS = 300;
/** Fewer than a throttled API lets through at once. */
const AT_ONCE = 6;

const issued = z.object({ key: z.string(), keyId: z.string() });

/** What strangers, and programs with mistakes in them, send over the wire. */
export function generatedRequests(world: () => JobsApiWorld): void {
  /** `npm run keys -- <args>` as the operator of this local cloud. */
  async function keys(...args: string[]): Promise<string> {
    const said: string[] = [];
    const keep = (line: string) => void said.push(line);
    const local = ['--local', '--data', world().pipeline.directory];
    const code = await runKeys([...args, ...local], { print: keep, complain: keep, now: () => new Date() });
    if (code !== 0) throw new Error(said.join('\n'));
    return said.join('\n');
  }
  const issue = async (...args: string[]) =>
    issued.parse(JSON.parse(await keys('issue', '--json', '--owner', 'stranger', ...args)));

  describe('a key', () => {
    it('works once it is issued, in both headers, and no more once it is revoked', async () => {
      const { key, keyId } = await issue('--note', 'for a test');
      const client = new ApiClient(world().url, key);
      await client.ask(showAccount);
      const bare = new ApiClient(world().url);
      expect((await bare.send(showAccount, { headers: { 'x-api-key': key } })).status).toBe(200);
      expect(await bare.refusal(showAccount)).toMatchObject({
        status: 401,
        detail: expect.stringMatching(/needs a key/),
      });
      await keys('revoke', keyId);
      expect(await client.refusal(showAccount)).toMatchObject({
        status: 401,
        detail: expect.stringMatching(/was revoked/),
      });
      expect(await keys('list')).toMatch(new RegExp(`${keyId} +stranger .* revoked .*\\(for a test\\)`));
    });
  });

  describe(`${REQUESTS} generated requests over HTTP`, () => {
    it('are answered by replies and problems that say nothing of our inside', async () => {
      const [writer, reader, revoked] = [await issue(), await issue('--scope', 'read'), await issue()];
      await keys('revoke', revoked.keyId);
      const shown: Readonly<Record<ShownKey, string | undefined>> = {
        writer: writer.key,
        reader: reader.key,
        revoked: revoked.key,
        unknown: 'Unknown0Unknown0Unknown0Unknow',
        malformed: 'this-is-no-key',
        none: undefined,
      };
      const { cloud } = world().pipeline.product;
      const secrets = [
        ...Object.values(shown).filter((key) => key !== undefined),
        ...['CallerTableName', 'JobTableName'].map((name) => output(cloud, 'Pipeline', name)),
      ];
      const routed = new Map(OPERATIONS.map((one) => [`${one.method} ${one.path}`, one]));
      const match = createRouteTable([...routed.keys()].map((routeKey) => ({ routeKey, functionArn: '' })));
      const waiting = fc.sample(generatedRequest(OPERATIONS), REQUESTS);
      const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

      const ask = async (request: GeneratedRequest) => {
        const answer = await send(world().url, agent, request, shown[request.key]);
        try {
          check(request, answer);
        } catch (cause) {
          const body = request.body?.toString('utf8').slice(0, 2000);
          throw new Error(`Wrongly answered: ${JSON.stringify({ ...request, body })}`, { cause });
        }
      };
      const check = (request: GeneratedRequest, answer: GivenAnswer) => {
        const route = match(request.method, request.path)?.route.routeKey ?? '';
        // The answer to HEAD has no body to look at.
        if (request.method === 'HEAD') expect(answer.status).toBeLessThan(500);
        else checkAnswer(routed.get(route), answer, secrets);
      };
      try {
        await Promise.all(
          Array.from({ length: AT_ONCE }, async () => {
            for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await ask(next);
          }),
        );
      } finally {
        agent.destroy();
      }
    }, 120_000);
  });
}

function send(
  url: string,
  agent: Agent,
  { method, path, query, headers, body }: GeneratedRequest,
  key: string | undefined,
): Promise<GivenAnswer> {
  return new Promise((resolve, reject) => {
    const given = Object.entries(headers).filter(([, value]) => value !== '');
    const sent = httpRequest(
      url,
      {
        agent,
        method,
        path: query === '' ? path : `${path}?${query}`,
        headers: {
          ...Object.fromEntries(given),
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { 'content-length': body.length }),
        },
      },
      (answer) => {
        const named = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
        text(answer).then(
          (said) =>
            resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(named), text: said }),
          reject,
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
