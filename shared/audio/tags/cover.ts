import * as z from 'zod';

/** The kinds of pictures that all formats can carry. */
export const coverType = z.enum(['image/jpeg', 'image/png']);

/** The picture of a song, or of the album that it is on. */
export interface Cover {
  readonly mimeType: z.infer<typeof coverType>;
  readonly bytes: Uint8Array;
}

/** Larger pictures are left out: tags stand before the sound, where files can still be rewritten at their end. */
export const LARGEST_COVER_BYTES = 4 * 1024 * 1024;
