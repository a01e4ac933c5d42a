import { CALLS } from '../contract/calls.ts';
import { describeRequest } from './describe-request.ts';
import { describeResponses } from './describe-responses.ts';
import { namedSchemas, operationName } from './json-schema.ts';

/** The groups of the API, by the first part of a call's name. */
const GROUPS: Readonly<Record<string, string>> = {
  separation: 'Separating audio into stems.',
  app: 'The service itself, and accounts.',
  qualityChecker: 'Comparing separated stems with the true ones.',
};

const ABOUT = `Audio goes in, its stems come out.

A call that needs an account takes its token as the field \`api_token\`: of the query in a GET, of the form in a POST. No header carries it. Forms are \`multipart/form-data\` or \`application/x-www-form-urlencoded\`, never JSON; an empty field counts as absent, and unknown fields are ignored.

A refused call is answered with its reason in three places at once: \`errors[0]\`, \`message\` and \`data.message\`. Times are UTC.

\`separation/create\` is not to be sent again when its answer is lost: the separation may exist already, and have cost credits. Look into \`app/separation_history\` first.

\`quality_checker/delete\` is described as POST and answers a GET with the same fields in its query, too.`;

/**
 * The whole API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), made from the contract alone:
 * one operation for each of its calls.
 */
export function openApiDocument() {
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'MVSep API',
      version: '1.0.0',
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The server that this document comes from.' }],
    tags: Object.entries(GROUPS).map(([name, description]) => ({ name, description })),
    // The token is a field of each call, which security schemes cannot say of a form.
    security: [],
    paths: Object.fromEntries(
      CALLS.map((call) => [call.path, { [call.method.toLowerCase()]: operation(call) }]),
    ),
    components: { schemas: namedSchemas() },
  };
}

function operation(call: (typeof CALLS)[number]) {
  const name = operationName(call.name);
  return {
    operationId: `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
    tags: [call.name.split('.')[0]],
    summary: call.name,
    description: call.purpose,
    ...describeRequest(call),
    responses: describeResponses(call),
  };
}
