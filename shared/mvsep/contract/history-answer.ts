import * as z from 'zod';
import { algorithmAnswer } from './algorithm-answer.ts';
import { camelKeys } from './camel-keys.ts';
import { looseFields } from './loose-fields.ts';
import { separationHash } from './separation-hash.ts';

/** One separation of an account, as clients see it. Times are UTC, `2024-02-12 16:19:29`. */
export const historyAnswer = z
  .object({
    id: looseFields.number,
    hash: separationHash,
    created_at: looseFields.text,
    updated_at: looseFields.text,
    job_exists: looseFields.flag,
    /** Undefined when the separation no longer exists. */
    credits: looseFields.number,
    /** Hours until it is deleted; negative afterwards. */
    time_left: looseFields.number,
    algorithm: algorithmAnswer,
  })
  .transform(camelKeys);
