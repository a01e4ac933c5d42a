import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { createLogger } from '../../../shared/logging/logger.ts';
import { checkRecipes } from './check-recipes.ts';

const deps = { s3: new S3Client(), now: () => new Date(), log: createLogger('check-recipes') };

/** All that is needed of an S3 event: which bucket. The key is the one that the rule names. */
const recipesEvent = z.object({ detail: z.object({ bucket: z.object({ name: z.string().min(1) }) }) });

/** EventBridge "Object Created" of `recipes.json` → a report on what is in there. */
export async function handler(event: unknown): Promise<void> {
  await checkRecipes(deps, recipesEvent.parse(event).detail.bucket.name);
}
