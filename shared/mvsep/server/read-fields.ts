import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Form, parseForm } from './parse-form.ts';

/**
 * The fields of a call: from the query of a GET, from the form of a POST, never from both. An empty field is
 * absent, and of fields that come twice the last one counts.
 *
 * @param files names of the file fields that the call has.
 * @throws CallRefusal (400) when the form cannot be read.
 */
export async function readFields(event: APIGatewayProxyEventV2, files: readonly string[]): Promise<Form> {
  if (event.requestContext.http.method !== 'POST') {
    // The parameters that API Gateway parsed hold repeated ones joined by commas.
    const fields = present([...new URLSearchParams(event.rawQueryString)]);
    return { fields, files: {} };
  }
  const form = await parseForm(event, files);
  return { ...form, fields: present(Object.entries(form.fields)) };
}

function present(fields: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...new Map(fields)].filter(([, value]) => value !== ''));
}
