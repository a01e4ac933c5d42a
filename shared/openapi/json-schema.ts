import type * as z from 'zod';

/** A JSON schema of the dialect that OpenAPI 3.1 speaks. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;
