import type * as z from 'zod';
import type { ApiCall } from '../contract/call.ts';
import type { CallError } from '../contract/call-error.ts';
import { errorReply } from '../contract/error-reply.ts';
import { schemaReference } from './json-schema.ts';

type Call = ApiCall<z.ZodType, z.ZodType>;

const whole = (description: string) => ({ description, schema: { type: 'integer', minimum: 0 } });

const RATE_HEADERS = {
  'Retry-After': whole('Seconds until the next call is answered.'),
  'X-RateLimit-Limit': whole('Calls that are answered in a minute.'),
  'X-RateLimit-Remaining': whole('How many of them are left.'),
};

/** Everything that a call is answered with, by status. */
export function describeResponses(call: Call) {
  const statuses = [...new Set(call.errors.map(({ status }) => status))].toSorted((a, b) => a - b);
  return {
    '200': {
      description: 'What was asked for.',
      content: {
        'application/json': { schema: schemaReference(call.reply), examples: replyExamples(call) },
      },
    },
    ...Object.fromEntries(statuses.map((status) => [String(status), refusal(call, status)])),
  };
}

function replyExamples({ examples }: Call) {
  return Object.fromEntries(
    examples.map(({ summary, reply }, index) => [`example${index + 1}`, { summary, value: reply }]),
  );
}

function refusal(call: Call, status: CallError['status']) {
  const errors = call.errors.filter((error) => error.status === status);
  const examples = errors.map((error, index) => [
    `refusal${index + 1}`,
    { summary: `When ${error.when}`, value: errorBody(call, error) },
  ]);
  return {
    description: `When ${errors.map(({ when }) => when).join('; or when ')}.`,
    ...(status === 429 ? { headers: RATE_HEADERS } : {}),
    content: {
      'application/json': { schema: schemaReference(errorReply), examples: Object.fromEntries(examples) },
    },
  };
}

/** The same sentence in every place where clients look for it. */
function errorBody({ name }: Call, { status, message, byField }: CallError) {
  const hasStatus = name === 'separation.get' || name === 'separation.getRemote';
  return {
    success: false,
    ...(hasStatus ? { status: status === 400 ? 'not_found' : 'unavailable' } : {}),
    errors: [message],
    message: byField ?? message,
    data: { message },
  };
}
