import type { Cover } from './cover.ts';
import { namedTags, type SongTags } from './song-tags.ts';

/** The text frames of ID3v2.4 (its document "Native Frames", section 4.2). */
const NAMES = {
  title: 'TIT2',
  artist: 'TPE1',
  album: 'TALB',
  album_artist: 'TPE2',
  composer: 'TCOM',
  genre: 'TCON',
  date: 'TDRC',
  track: 'TRCK',
  disc: 'TPOS',
  bpm: 'TBPM',
  copyright: 'TCOP',
  isrc: 'TSRC',
} as const;

const UTF_8 = 3;
const FRONT_COVER = 3;

/** Tags as MP3 files carry them at their beginning, and WAV files in a chunk: ID3v2.4. Empty when there are none. */
export function id3Tag(tags: SongTags, cover?: Cover): Buffer {
  const frames = [
    ...namedTags(tags, NAMES).map(({ name, value }) => frame(name, textOf(value))),
    ...(tags.comment === undefined ? [] : [frame('COMM', commentOf(tags.comment))]),
    ...(cover === undefined ? [] : [frame('APIC', pictureOf(cover))]),
  ];
  if (frames.length === 0) return Buffer.alloc(0);
  const body = Buffer.concat(frames);
  const version = Buffer.from([4, 0, 0]);
  return Buffer.concat([Buffer.from('ID3'), version, syncSafe(body.length), body]);
}

function frame(name: string, body: Buffer): Buffer {
  const flags = Buffer.alloc(2);
  return Buffer.concat([Buffer.from(name), syncSafe(body.length), flags, body]);
}

function textOf(value: string): Buffer {
  return Buffer.concat([Buffer.from([UTF_8]), Buffer.from(value)]);
}

/** In no language that anybody knows of, and without a title. */
function commentOf(value: string): Buffer {
  return Buffer.concat([Buffer.from([UTF_8]), Buffer.from('XXX\0'), Buffer.from(value)]);
}

function pictureOf({ mimeType, bytes }: Cover): Buffer {
  return Buffer.concat([
    Buffer.from([UTF_8]),
    Buffer.from(`${mimeType}\0`),
    Buffer.from([FRONT_COVER, 0]),
    bytes,
  ]);
}

/** Seven bits a byte, so that no size looks like the beginning of an MP3 frame. */
function syncSafe(size: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (size >>> shift) & 0x7f));
}
