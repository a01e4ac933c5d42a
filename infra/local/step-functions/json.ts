import type { StateMachine } from 'aws-local-stepfunctions';

/** A JSON value, by the library's own definition of it. */
export type Json = Parameters<StateMachine['run']>[0];

/** Parses JSON text; throws SyntaxError on anything else. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

/** Whether a value is a JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
