import type * as z from 'zod';
import type { JsonSchema } from '../../openapi/json-schema.ts';
import type { ApiCall } from '../contract/call.ts';
import { fieldsSchema } from './json-schema.ts';

type Call = ApiCall<z.ZodType, z.ZodType>;

const TOKEN = { type: 'string', pattern: '^[A-Za-z0-9]{30}$' } as const;
const TOKEN_MEANING = 'The token of the account, as app/login answers it.';
const EXAMPLE_TOKEN = 'ExampleTokenExampleTokenExampl';

const TOKEN_IN_QUERY: Readonly<Partial<Record<Call['token'], { required: boolean; description: string }>>> = {
  query: { required: true, description: TOKEN_MEANING },
  'optional-query': {
    required: false,
    description: `${TOKEN_MEANING} Without it the caller has no account.`,
  },
  'query-for-mirror': { required: false, description: `${TOKEN_MEANING} Needed when mirror is 1.` },
};

/** What a call is sent with: parameters of the query, or a form. */
export function describeRequest(call: Call) {
  return call.method === 'GET' ? { parameters: parameters(call) } : { requestBody: requestBody(call) };
}

function parameters(call: Call) {
  const { properties = {}, required = [] } = fieldsSchema(call.params);
  const token = TOKEN_IN_QUERY[call.token];
  const fields = Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = typeof schema === 'boolean' ? {} : schema;
    return { name, in: 'query', required: required.includes(name), description, schema: rest };
  });
  if (token === undefined) return fields;
  return [{ name: 'api_token', in: 'query', ...token, schema: TOKEN }, ...fields];
}

function requestBody(call: Call) {
  const form = formSchema(call);
  const files = (call.files ?? []).map(({ name, about }) => {
    const file = { type: 'string', format: 'binary', contentMediaType: 'application/octet-stream' };
    return [name, { ...file, description: about }] as const;
  });
  const needed = (call.files ?? []).filter(({ required }) => required).map(({ name }) => name);
  const withFiles = {
    ...form,
    properties: { ...form.properties, ...Object.fromEntries(files) },
    required: [...form.required, ...needed],
  };
  const examples = formExamples(call);
  return {
    required: form.required.length > 0,
    content: {
      'multipart/form-data': { schema: files.length === 0 ? form : withFiles, examples },
      'application/x-www-form-urlencoded': { schema: form, examples },
    },
  };
}

function formSchema(call: Call) {
  const { properties = {}, required = [], ...schema }: JsonSchema = fieldsSchema(call.params);
  const token = call.token === 'form' ? { api_token: { ...TOKEN, description: TOKEN_MEANING } } : {};
  return {
    ...schema,
    properties: { ...token, ...properties },
    required: [...Object.keys(token), ...required],
  };
}

function formExamples({ token, examples }: Call) {
  const shown = examples.map(({ summary, params }, index) => {
    const value = { ...(token === 'form' ? { api_token: EXAMPLE_TOKEN } : {}), ...Object(params) };
    return [`example${index + 1}`, { summary, value }] as const;
  });
  return Object.fromEntries(shown);
}
