import * as z from 'zod';

/** Waits for a call that reads a record; `unreadable` when that is not what this release writes. */
export async function unlessUnreadable<Answer>(call: Promise<Answer>): Promise<Answer | 'unreadable'> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof z.ZodError) return 'unreadable';
    throw error;
  }
}
