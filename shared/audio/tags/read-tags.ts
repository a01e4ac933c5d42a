import { isUtf8 } from 'node:buffer';
import { type ICommonTagsResult, parseBlob } from 'music-metadata';
import { type Cover, LARGEST_COVER_BYTES } from './cover.ts';
import { type SongTags, songTags, TAG_NAMES, type TagName } from './song-tags.ts';

/** Longer texts are cut off: lyrics and licences that somebody put into a comment. */
const LONGEST_TEXT = 1_000;

/** What a file carries beside its sound. */
export interface CarriedTags {
  readonly tags: SongTags;
  readonly cover?: Cover;
}

/**
 * Reads the tags and the cover of a song of any format. A file whose tags make no sense carries none: its sound may be
 * fine all the same.
 *
 * @throws nothing; a blob that reads from elsewhere has to remember what failed.
 */
export async function readTags(file: Blob): Promise<CarriedTags> {
  const common = await parseBlob(file).then(
    (metadata) => metadata.common,
    () => undefined,
  );
  if (common === undefined) return { tags: {} };
  const texts = textsOf(common);
  const tags = songTags.parse(
    Object.fromEntries(
      TAG_NAMES.flatMap((name) => {
        const text = cleaned(texts[name]);
        return text === '' ? [] : [[name, text]];
      }),
    ),
  );
  const cover = coverOf(common);
  return cover === undefined ? { tags } : { tags, cover };
}

function textsOf(common: ICommonTagsResult): Record<TagName, string | undefined> {
  return {
    title: common.title,
    artist: common.artist,
    album: common.album,
    album_artist: common.albumartist,
    composer: common.composer?.join(', '),
    genre: common.genre?.join(', '),
    date: common.date ?? common.year?.toString(),
    track: numbered(common.track),
    disc: numbered(common.disk),
    bpm: common.bpm === undefined ? undefined : String(Math.round(common.bpm)),
    comment: common.comment?.map(({ text }) => text ?? '').join('\n'),
    copyright: common.copyright,
    isrc: common.isrc?.[0],
  };
}

function numbered({ no, of }: ICommonTagsResult['track']): string | undefined {
  if (no === null) return undefined;
  return of === null ? String(no) : `${no}/${of}`;
}

/** Without what texts cannot hold everywhere: half characters, and control characters other than new lines. */
function cleaned(text = ''): string {
  return asUtf8(text)
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\n]/gu, '')
    .trim()
    .slice(0, LONGEST_TEXT)
    .toWellFormed();
}

/**
 * A text whose letters are the bytes of UTF-8, as what they spell. WAV files do not say how their texts are written: they
 * are read as Latin-1, and most programs write UTF-8. Few words of Latin-1 happen to be UTF-8.
 */
function asUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return bytes.toString('latin1') === text && isUtf8(bytes) ? bytes.toString() : text;
}

/** The front of the album, or else any picture; its kind is told by its first bytes, not by its name. */
function coverOf({ picture = [] }: ICommonTagsResult): Cover | undefined {
  const front = picture.filter(({ type }) => type === 'Cover (front)');
  return [...front, ...picture]
    .filter(({ data }) => data.length <= LARGEST_COVER_BYTES)
    .flatMap(({ data: bytes }) => {
      const mimeType = kindOf(bytes);
      return mimeType === undefined ? [] : [{ mimeType, bytes }];
    })[0];
}

function kindOf(bytes: Uint8Array): Cover['mimeType'] | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  return start === '\x89PNG' ? 'image/png' : undefined;
}
