import { namedTags, type SongTags } from './song-tags.ts';

/** The fields of a LIST chunk of type INFO that audio programs read. */
const NAMES = {
  title: 'INAM',
  artist: 'IART',
  album: 'IPRD',
  composer: 'IMUS',
  genre: 'IGNR',
  date: 'ICRD',
  track: 'ITRK',
  comment: 'ICMT',
  copyright: 'ICOP',
} as const;

/** Tags as the oldest readers of WAV files find them: a LIST chunk. Empty when it would say nothing. */
export function riffInfo(tags: SongTags): Buffer {
  const fields = namedTags(tags, NAMES).map(({ name, value }) => riffChunk(name, Buffer.from(`${value}\0`)));
  if (fields.length === 0) return Buffer.alloc(0);
  return riffChunk('LIST', Buffer.concat([Buffer.from('INFO'), ...fields]));
}

/** A chunk of a RIFF file, padded to an even length as they all are. */
export function riffChunk(name: string, body: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from(name), size, body, Buffer.alloc(body.length % 2)]);
}
