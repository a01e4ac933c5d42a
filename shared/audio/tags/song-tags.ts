import * as z from 'zod';

/** What a file may say of its song, by the names under which the API tells it. */
export const TAG_NAMES = [
  'title',
  'artist',
  'album',
  'album_artist',
  'composer',
  'genre',
  'date',
  'track',
  'disc',
  'bpm',
  'comment',
  'copyright',
  'isrc',
] as const;

export type TagName = (typeof TAG_NAMES)[number];

/**
 * What a file says of its song. `track` and `disc` are a number, or a number of how many (`3/12`); `date` is a year,
 * or a date as ISO 8601 has it; `bpm` a whole number.
 */
export const songTags = z.partialRecord(z.enum(TAG_NAMES), z.string());

export type SongTags = z.infer<typeof songTags>;

/** The tags that are there, in the order of `TAG_NAMES`, under the names that a format gives them. */
export function namedTags(
  tags: SongTags,
  names: Readonly<Partial<Record<TagName, string>>>,
): { readonly name: string; readonly value: string }[] {
  return TAG_NAMES.flatMap((tag) => {
    const [name, value] = [names[tag], tags[tag]];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}
