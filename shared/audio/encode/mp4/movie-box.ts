import type { Cover } from '../../tags/cover.ts';
import type { SongTags } from '../../tags/song-tags.ts';
import { type AacTrack, PRIMING_SAMPLES } from './aac-track.ts';
import { box, numbers, zeros } from './box.ts';
import { itemList } from './item-list.ts';
import { sampleTable } from './sample-table.ts';

const TRACK_ID = 1;
/** Enabled, in the movie, in its preview. */
const TRACK_FLAGS = 7;
const FULL_VOLUME = 0x0100;
const NORMAL_RATE = 0x00010000;
/** "und": no language is known, as three letters of five bits. */
const LANGUAGE = 0x55c4;
/** The data lie in this same file. */
const SELF_CONTAINED = 1;

const UNITY_MATRIX = numbers(
  [0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000].map((value) => [32, value] as const),
);

/**
 * The index of an M4A file with one track of AAC. All its times are counted in samples, so the edit list says to
 * the sample what is sound and what the codec put around it. Times of day are left at 0: the same stem is the same
 * file whenever it is written.
 */
export function movieBox(track: AacTrack, tags: SongTags, cover?: Cover): Buffer {
  return box('moov', movieHeader(track), trackBox(track), box('udta', metadata(track, tags, cover)));
}

function movieHeader({ sampleRate, length }: AacTrack): Buffer {
  return box(
    'mvhd',
    zeros(3),
    [
      [32, sampleRate],
      [32, length],
      [32, NORMAL_RATE],
      [16, FULL_VOLUME],
      [16, 0],
    ],
    zeros(2),
    UNITY_MATRIX,
    zeros(6),
    [[32, TRACK_ID + 1]],
  );
}

function trackBox(track: AacTrack): Buffer {
  const { length } = track;
  const header = box(
    'tkhd',
    [[32, TRACK_FLAGS]],
    zeros(2),
    [
      [32, TRACK_ID],
      [32, 0],
      [32, length],
    ],
    zeros(2),
    [
      [32, 0],
      [16, FULL_VOLUME],
      [16, 0],
    ],
    UNITY_MATRIX,
    zeros(2),
  );
  const edit = box('elst', zeros(1), [
    [32, 1],
    [32, length],
    [32, PRIMING_SAMPLES],
    [32, NORMAL_RATE],
  ]);
  return box('trak', header, box('edts', edit), mediaBox(track));
}

function mediaBox(track: AacTrack): Buffer {
  const { sampleRate, length } = track;
  const header = box('mdhd', zeros(3), [
    [32, sampleRate],
    [32, PRIMING_SAMPLES + length],
    [16, LANGUAGE],
    [16, 0],
  ]);
  const reference = box('dref', zeros(1), [[32, 1]], box('url ', [[32, SELF_CONTAINED]]));
  const information = box('minf', box('smhd', zeros(2)), box('dinf', reference), sampleTable(track));
  return box('mdia', header, handler('soun', 'Sound'), information);
}

function metadata(track: AacTrack, tags: SongTags, cover?: Cover): Buffer {
  return box('meta', zeros(1), handler('mdir', ''), itemList(track, tags, cover));
}

function handler(type: string, name: string): Buffer {
  return box('hdlr', zeros(2), Buffer.from(type, 'latin1'), zeros(3), Buffer.from(`${name}\0`));
}
