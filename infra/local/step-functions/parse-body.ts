import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';

/** Parses the body of a call; throws AwsServiceError ValidationException that names each wrong member. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AwsServiceError('ValidationException', z.prettifyError(parsed.error));
}

/** Page size as Step Functions reads it: 1 to 1000, and 0 or nothing for the default of 100. */
export const maxResults = z
  .int()
  .min(0)
  .max(1000)
  .optional()
  .transform((value) => value || 100);

/** A page token: the number the page before ended with. */
export function pageStart(nextToken: string | undefined): number | undefined {
  if (nextToken === undefined) return undefined;
  const number = Number(Buffer.from(nextToken, 'base64url').toString('utf8'));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new AwsServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
}

/** The page token for the page after `last`. */
export function pageToken(last: number): string {
  return Buffer.from(String(last)).toString('base64url');
}
