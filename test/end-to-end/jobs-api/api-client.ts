import type * as z from 'zod';
import type { Operation } from '../../../shared/api/operation.ts';
import { type Problem, problem } from '../../../shared/api/problem.ts';
import { createAnswerChecker } from './answer-checker.ts';

/** What a request says; its body may be anything, so that tests can send what the API refuses. */
export interface Asked {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that was compared with the OpenAPI document. */
export interface CheckedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One document for all clients of a test run. */
const check = createAnswerChecker();

/**
 * A client of the API that believes nothing: it compares every answer with the OpenAPI document (status, type, headers
 * and body) before it hands it on.
 *
 * @example
 * const client = new ApiClient(apiUrl, key);
 * const { jobs } = await client.ask(listJobs, { query: { state: 'done' } });
 * const { status, type } = await client.refusal(showJob, { parameters: { jobId: 'nobodys' } });
 */
export class ApiClient {
  readonly #url: string;
  readonly #key: string | undefined;

  /**
   * @param url of the deployment, as the output `ApiUrl` says it
   * @param key what is sent as `Authorization: Bearer`; nothing without one
   */
  constructor(url: string, key?: string) {
    this.#url = url.replace(/\/$/, '');
    this.#key = key;
  }

  /** Asks for something that must succeed, and answers its body. */
  async ask<Path extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
    operation: Operation<Path, Query, Body, Reply>,
    asked: Asked = {},
  ): Promise<z.output<Reply>> {
    const { status, body } = await this.send(operation, asked);
    if (status === operation.status) return operation.reply.parse(body);
    throw new Error(`${operation.id} was refused: ${JSON.stringify(body)}`);
  }

  /** Asks for something that must be refused, and answers the problem. */
  async refusal(operation: Operation, asked: Asked = {}): Promise<Problem> {
    const { status, body } = await this.send(operation, asked);
    if (status !== operation.status) return problem.parse(body);
    throw new Error(`${operation.id} was not refused, it answered: ${JSON.stringify(body)}`);
  }

  /** Asks, and answers whatever came, compared with the document. */
  async send(
    { method, path }: Pick<Operation, 'method' | 'path'>,
    asked: Asked = {},
  ): Promise<CheckedAnswer> {
    const response = await fetch(this.#address(path, asked), {
      method,
      headers: {
        ...(this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` }),
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(asked.idempotencyKey === undefined ? {} : { 'idempotency-key': asked.idempotencyKey }),
        ...asked.headers,
      },
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    });
    const { status, headers } = response;
    return { status, headers, body: check(method, path, { status, headers, text: await response.text() }) };
  }

  #address(path: string, { parameters = {}, query = {} }: Asked): string {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(parameters[name] ?? `{${name}}`),
    );
    const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    const search = new URLSearchParams(pairs).toString();
    return `${this.#url}${filled}${search === '' ? '' : `?${search}`}`;
  }
}
