import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CALLS } from '../../../../../shared/mvsep/contract/calls.ts';
import { formatJson } from '../../../../../shared/mvsep/format-json.ts';
import { openApiDocument } from '../../../../../shared/mvsep/openapi/openapi-document.ts';

const COMMITTED = resolve(import.meta.dirname, '../../../../../shared/mvsep/openapi/openapi.json');

const schema = z.record(z.string(), z.unknown());
const content = z.record(
  z.string(),
  z.object({ schema, examples: z.record(z.string(), z.object({ summary: z.string(), value: z.unknown() })) }),
);
const operation = z.object({
  operationId: z.string(),
  description: z.string().min(20),
  parameters: z
    .array(z.object({ name: z.string(), in: z.literal('query'), required: z.boolean(), schema }))
    .default([]),
  requestBody: z.object({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().min(5), content })),
});
const document = z
  .object({
    openapi: z.string(),
    paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'post']), operation)),
    components: z.object({ schemas: z.record(z.string(), schema) }),
  })
  .parse(JSON.parse(readFileSync(COMMITTED, 'utf8')));

interface SchemaCompiler {
  compile(schema: object): (value: unknown) => boolean;
}

// The JSON schema validator that the OpenAPI validator is built on.
const requireBeside = createRequire(import.meta.resolve('@seriousme/openapi-schema-validator'));
const Ajv2020: new (options: object) => SchemaCompiler = requireBeside('ajv/dist/2020.js').default;
const compiler = new Ajv2020({
  strict: true,
  strictRequired: false,
  validateFormats: false,
  allErrors: true,
});

function validator(part: object) {
  const whole = JSON.stringify({ ...part, $defs: document.components.schemas });
  return compiler.compile(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/')));
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({ path, method, ...one })),
);

function operationOf({ path }: { readonly path: string }) {
  const found = operations.find((one) => one.path === path);
  if (found === undefined) throw new Error(`${path} is not described`);
  return found;
}

describe('the committed OpenAPI document', () => {
  it('is what the contract says now; else run: npm run openapi', () => {
    expect(readFileSync(COMMITTED, 'utf8')).toBe(formatJson(openApiDocument()));
  });

  it('is valid OpenAPI 3.1', async () => {
    const checker = new Validator();
    expect(await checker.validate(JSON.parse(readFileSync(COMMITTED, 'utf8')))).toEqual({ valid: true });
    expect(checker.version).toBe('3.1');
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('has 21 operations, each with a name of its own', () => {
    expect(operations).toHaveLength(21);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(21);
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)).toEqual(
      CALLS.map(({ method, path }) => `${method} ${path}`),
    );
  });

  it('refers to nothing that is missing, and names nothing that is unused', () => {
    const text = readFileSync(COMMITTED, 'utf8');
    const referred = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect([...new Set(referred)].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });
});

describe.each(CALLS.map((call) => [call.name, call] as const))('%s', (_name, call) => {
  const described = operationOf(call);

  it('describes every field and file, and the token as a field', () => {
    const fields = call.params instanceof z.ZodObject ? Object.keys(call.params.shape) : [];
    const files = (call.files ?? []).map(({ name }) => name);
    const token = call.token === 'none' ? [] : ['api_token'];
    if (call.method === 'GET') {
      expect(described.parameters.map(({ name }) => name)).toEqual([...token, ...fields]);
      const required = described.parameters.find(({ name }) => name === 'api_token')?.required;
      expect(required).toBe(token.length === 0 ? undefined : call.token === 'query');
      return;
    }
    const form = (type: string) =>
      Object.keys(schema.parse(described.requestBody?.content[type]?.schema.properties));
    expect(form('multipart/form-data')).toEqual([...token, ...fields, ...files]);
    expect(form('application/x-www-form-urlencoded')).toEqual([...token, ...fields]);
    expect(described.requestBody?.required).toBe([...token, ...fields].length > 0);
  });

  it('has examples that its schemas accept: requests, answers and refusals', () => {
    const bodies = [
      described.requestBody?.content ?? {},
      ...Object.values(described.responses).map((one) => one.content),
    ];
    const shown = bodies.flatMap((one) => Object.values(one));
    expect(shown.length).toBeGreaterThan(1);
    for (const { schema: wanted, examples } of shown) {
      const accepts = validator(wanted);
      expect(Object.keys(examples).length).toBeGreaterThan(0);
      for (const { value } of Object.values(examples)) expect([value, accepts(value)]).toEqual([value, true]);
    }
  });

  it('describes each refusal by its status', () => {
    const statuses = [...new Set(call.errors.map(({ status }) => String(status)))];
    expect(Object.keys(described.responses)).toEqual(['200', ...statuses.sort()]);
    const examples = Object.values(described.responses).flatMap((one) =>
      Object.values(one.content['application/json']?.examples ?? {}),
    );
    expect(examples).toHaveLength(call.errors.length + call.examples.length);
  });

  it('refuses what the contract refuses: a field that is missing or unknown in an answer', () => {
    const accepts = validator(described.responses['200']?.content['application/json']?.schema ?? {});
    for (const { reply } of call.examples) {
      const list = Array.isArray(reply);
      const item = z.record(z.string(), z.unknown()).parse(list ? reply[0] : reply);
      const verdict = (one: object) => accepts(list ? [one] : one);
      expect(verdict(item)).toBe(true);
      expect(verdict({ ...item, surprise: 1 })).toBe(false);
      for (const key of Object.keys(item).filter((one) => !one.startsWith('sdr_'))) {
        const { [key]: _left, ...rest } = item;
        expect([key, verdict(rest)]).toEqual([key, false]);
      }
    }
  });
});
