import type { StateMachine } from 'aws-local-stepfunctions';
import { isJsonObject } from './json.ts';

/** Whether a value has the outline of a definition, which is all that the library's type can promise anyway. */
export function isDefinition(value: unknown): value is ConstructorParameters<typeof StateMachine>[0] {
  return isJsonObject(value) && typeof value.StartAt === 'string' && isJsonObject(value.States);
}
