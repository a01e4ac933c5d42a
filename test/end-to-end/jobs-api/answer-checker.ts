import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import { openApiDocument } from '../../../shared/api/openapi/openapi-document.ts';

const described = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        responses: z.record(
          z.string(),
          z.object({
            headers: z.record(z.string(), z.unknown()).default({}),
            content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })),
          }),
        ),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** One answer as it came over the wire. */
interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Answers the body of an answer that is as the OpenAPI document says; throws what is wrong with any other. */
export type AnswerChecker = (method: string, path: string, answer: WireAnswer) => unknown;

/**
 * Checks answers against the OpenAPI document: their status, type, headers and body.
 *
 * @example check('GET', '/v1/jobs/{jobId}', { status, headers, text });
 */
export function createAnswerChecker(document: unknown = openApiDocument()): AnswerChecker {
  const { paths, components } = described.parse(JSON.parse(JSON.stringify(document)));
  const compiler = new Ajv2020.default({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
  });
  addFormats.default(compiler);
  const definitions = inDefinitions(components.schemas);
  compiler.addSchema({ $id: 'document', $defs: definitions });
  const compiled = new Map<string, ReturnType<typeof compiler.compile>>();

  function accepts(key: string, schema: unknown) {
    const known = compiled.get(key) ?? compiler.compile(inDefinitions(schema));
    compiled.set(key, known);
    return known;
  }

  return (method, path, { status, headers, text }) => {
    const name = `${method} ${path} ${status}`;
    const said = text.slice(0, 500);
    const response = paths[path]?.[method.toLowerCase()]?.responses[String(status)];
    if (response === undefined) throw new Error(`${name} is not described. It says: ${said}`);
    const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
    const content = response.content[type];
    if (content === undefined) throw new Error(`${name} is not described as "${type}". It says: ${said}`);
    const missing = Object.keys(response.headers).filter((header) => !headers.has(header));
    if (missing.length > 0) throw new Error(`${name} came without ${missing.join(', ')}.`);
    const body: unknown = JSON.parse(text);
    const check = accepts(`${name} ${type}`, content.schema);
    if (check(body)) return body;
    throw new Error(`${name} is not as described: ${compiler.errorsText(check.errors)}. It says: ${said}`);
  };
}

/** The compiler finds named schemas in one that it knows as `document`. */
function inDefinitions(schema: unknown): Record<string, unknown> {
  const text = JSON.stringify(schema).replaceAll('#/components/schemas/', 'document#/$defs/');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}
