import type { Cover } from '../../tags/cover.ts';
import { namedTags, type SongTags } from '../../tags/song-tags.ts';
import { type AacTrack, PACKET_SAMPLES, PRIMING_SAMPLES } from './aac-track.ts';
import { box, type Field, numbers, zeros } from './box.ts';

const TEXTS = {
  title: '©nam',
  artist: '©ART',
  album: '©alb',
  album_artist: 'aART',
  composer: '©wrt',
  genre: '©gen',
  date: '©day',
  comment: '©cmt',
  copyright: 'cprt',
} as const;

/** Tags that stand as two numbers: which one, of how many. */
const PAIRS = { track: 'trkn', disc: 'disk' } as const;

/** What the bytes of an item are. */
const TYPE = { numbers: 0, text: 1, jpeg: 13, png: 14, integer: 21 } as const;

/**
 * The tags of an M4A file, as iTunes writes them. One of them says how many samples are to be left out at both ends,
 * for players that do not look at the edit list.
 */
export function itemList(track: AacTrack, tags: SongTags, cover?: Cover): Buffer {
  const beats = Number.parseInt(tags.bpm ?? '', 10);
  return box(
    'ilst',
    ...namedTags(tags, TEXTS).map(({ name, value }) => item(name, TYPE.text, Buffer.from(value))),
    ...namedTags(tags, PAIRS).map(({ name, value }) => item(name, TYPE.numbers, pair(value))),
    ...(beats > 0 && beats <= 0xffff ? [item('tmpo', TYPE.integer, numbers([[16, beats]]))] : []),
    ...(tags.isrc === undefined ? [] : [freeform('ISRC', tags.isrc)]),
    ...(cover === undefined ? [] : [item('covr', typeOf(cover), cover.bytes)]),
    gaps(track),
  );
}

function item(name: string, type: number, value: Uint8Array): Buffer {
  return box(name, data(type, value));
}

function data(type: number, value: Uint8Array): Buffer {
  return box(
    'data',
    [
      [32, type],
      [32, 0],
    ],
    value,
  );
}

/** `3/12` as numbers; what is none, or not said, is 0. */
function pair(value: string): Buffer {
  const [which = 0, of = 0] = value
    .split('/')
    .map((part) => Math.min(0xffff, Number.parseInt(part, 10) || 0));
  const fields: Field[] = [
    [16, 0],
    [16, Math.max(0, which)],
    [16, Math.max(0, of)],
    [16, 0],
  ];
  return numbers(fields);
}

function typeOf({ mimeType }: Cover): number {
  return mimeType === 'image/png' ? TYPE.png : TYPE.jpeg;
}

function gaps({ length, packetBytes }: AacTrack): Buffer {
  const padding = packetBytes.length * PACKET_SAMPLES - PRIMING_SAMPLES - length;
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  const words = [hex(0, 8), hex(PRIMING_SAMPLES, 8), hex(padding, 8), hex(length, 16)];
  return freeform('iTunSMPB', ` ${words.join(' ')}${` ${hex(0, 8)}`.repeat(8)}`);
}

/** A text for which there is no item of its own. */
function freeform(name: string, text: string): Buffer {
  return box(
    '----',
    box('mean', zeros(1), Buffer.from('com.apple.iTunes')),
    box('name', zeros(1), Buffer.from(name)),
    data(TYPE.text, Buffer.from(text)),
  );
}
