import { namedTags, type SongTags } from './song-tags.ts';

const VENDOR = 'mvsep-serverless';

const NAMES = {
  title: 'TITLE',
  artist: 'ARTIST',
  album: 'ALBUM',
  album_artist: 'ALBUMARTIST',
  composer: 'COMPOSER',
  genre: 'GENRE',
  date: 'DATE',
  track: 'TRACKNUMBER',
  disc: 'DISCNUMBER',
  bpm: 'BPM',
  comment: 'COMMENT',
  copyright: 'COPYRIGHT',
  isrc: 'ISRC',
} as const;

/** Tags as FLAC and Ogg files carry them (Vorbis I specification, section 5). */
export function vorbisComment(tags: SongTags): Buffer {
  const comments = namedTags(tags, NAMES).map(({ name, value }) => counted(`${name}=${value}`));
  const count = Buffer.alloc(4);
  count.writeUInt32LE(comments.length);
  return Buffer.concat([counted(VENDOR), count, ...comments]);
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}
