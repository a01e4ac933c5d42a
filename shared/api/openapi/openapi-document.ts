import type { Operation } from '../operation.ts';
import { OPERATIONS } from '../operations.ts';
import { ANSWER_HEADERS } from './answer-headers.ts';
import { describeRequest } from './describe-request.ts';
import { describeResponses } from './describe-responses.ts';
import { NamedSchemas } from './named-schemas.ts';

/** What the groups of operations are about. */
const TAGS: Readonly<Record<Operation['tag'], string>> = {
  Jobs: 'A job is a song and everything that it becomes.',
  Uploads: 'Ways to bring songs in.',
  Catalogue: 'What songs can become: separation types and recipes.',
  Account: 'What is left of the credits.',
  'Quality checker': 'What the quality checker of the service knows.',
  About: 'This API itself.',
};

const ABOUT = `Songs go in, their stems come out: what the bucket does with uploads, for programs.

A key comes with every request: \`Authorization: Bearer <key>\`. A key of the scope \`read\` may look; one of the scope \`write\` may also make, change and delete jobs, which costs credits. A key sees the jobs of its owner, or those of everybody.

Names are in camelCase, times in ISO 8601 and UTC, sizes in bytes, lengths in seconds. Parameters that are not described here are refused, so that none is ignored unnoticed.

A refusal is a problem after RFC 9457, \`application/problem+json\`: \`type\` tells its kind, \`detail\` what happened and what to do next, \`errors\` everything that is wrong with the request. Beside those described, the address itself refuses with 429 when all callers together ask too often.`;

/**
 * The API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), made from its operations alone.
 *
 * @example formatJson(openApiDocument()); // what is committed as openapi.json
 */
export function openApiDocument(operations: readonly Operation[] = OPERATIONS) {
  const schemas = new NamedSchemas();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describeOperation(operation, schemas),
    };
  }
  const used = new Set(operations.map(({ tag }) => tag));
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'mvsep-serverless',
      version: '1.0.0',
      summary: 'Songs go in, their stems come out.',
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The deployment that this document comes from.' }],
    tags: Object.entries(TAGS)
      .map(([name, description]) => ({ name, description }))
      .filter(({ name }) => [...used].some((tag) => tag === name)),
    paths,
    components: {
      schemas: schemas.all(),
      headers: ANSWER_HEADERS,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key of 30 letters and digits.' },
      },
    },
  };
}

function describeOperation(operation: Operation, schemas: NamedSchemas) {
  const { id, tag, summary, purpose, scope } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: purpose,
    // OpenAPI 3.1 lets a scheme other than OAuth name the roles that are needed.
    security: scope === 'anyone' ? [] : [{ key: [scope] }],
    ...describeRequest(operation, schemas),
    responses: describeResponses(operation, schemas),
  };
}
