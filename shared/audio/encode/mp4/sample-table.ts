import { type AacTrack, PACKET_SAMPLES, PRIMING_SAMPLES } from './aac-track.ts';
import { box, type Field, numbers, zeros } from './box.ts';

/** MPEG-4 audio, as a stream of sound (ISO/IEC 14496-1, sections 7.2.6.6). */
const MPEG_4_AUDIO = 0x40;
const AUDIO_STREAM = 0x15;
/** The largest packet that AAC allows a channel, in bytes. */
const LARGEST_PACKET = 768;

/** Where the packets of a track lie, how large they are, how long they play, and what decodes them. */
export function sampleTable(track: AacTrack): Buffer {
  const { packetBytes, offset } = track;
  const count = packetBytes.length;
  return box(
    'stbl',
    box('stsd', zeros(1), [[32, 1]], mp4a(track)),
    timesOf(track),
    // All packets are one chunk.
    box('stsc', zeros(1), [
      [32, 1],
      [32, 1],
      [32, count],
      [32, 1],
    ]),
    box('stsz', zeros(2), [[32, count]], sizes(packetBytes)),
    box('stco', zeros(1), [
      [32, 1],
      [32, offset],
    ]),
  );
}

/** Every packet plays as long, but for the last one, which ends with the sound. */
function timesOf({ length, packetBytes }: AacTrack): Buffer {
  const full = packetBytes.length - 1;
  const last = PRIMING_SAMPLES + length - full * PACKET_SAMPLES;
  return box('stts', zeros(1), [
    [32, 2],
    [32, full],
    [32, PACKET_SAMPLES],
    [32, 1],
    [32, last],
  ]);
}

function sizes(packetBytes: Uint32Array): Buffer {
  const bytes = Buffer.alloc(packetBytes.length * 4);
  packetBytes.forEach((size, index) => {
    bytes.writeUInt32BE(size, index * 4);
  });
  return bytes;
}

function mp4a(track: AacTrack): Buffer {
  return box(
    'mp4a',
    [
      [32, 0],
      [16, 0],
      [16, 1],
    ],
    zeros(2),
    [
      [16, track.channels],
      [16, 16],
      [32, 0],
      [16, track.sampleRate],
      [16, 0],
    ],
    box('esds', zeros(1), streamDescriptor(track)),
  );
}

function streamDescriptor({ channels, bitrate, description }: AacTrack): Buffer {
  const config = numbers([
    [8, MPEG_4_AUDIO],
    [8, AUDIO_STREAM],
    [24, LARGEST_PACKET * channels],
    [32, bitrate],
    [32, bitrate],
  ]);
  const decoder = descriptor(4, config, descriptor(5, description));
  return descriptor(
    3,
    numbers([
      [16, 0],
      [8, 0],
    ]),
    decoder,
    descriptor(6, numbers([[8, 2]])),
  );
}

/** All of them are short here, so one byte is enough for their size. */
function descriptor(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const header: Field[] = [
    [8, tag],
    [8, body.length],
  ];
  return Buffer.concat([numbers(header), body]);
}
