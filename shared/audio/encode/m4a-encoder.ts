import { encodePackets } from './encode-packets.ts';
import { type AacTrack, packetsFor } from './mp4/aac-track.ts';
import { box, numbers } from './mp4/box.ts';
import { movieBox } from './mp4/movie-box.ts';
import type { StemEncoder, StemSound } from './stem-encoder.ts';

const BITS_PER_CHANNEL = 128_000;
/** An AudioSpecificConfig with the extension that FFmpeg writes behind it, which says that there is none. */
const DESCRIPTION_BYTES = 5;

const FILE_TYPE = box('ftyp', Buffer.from('M4A '), numbers([[32, 0]]), Buffer.from('M4A mp42isom'));
const DATA_HEADER_BYTES = 8;

/**
 * Writes M4A files: AAC-LC of 128 kb/s a channel. Their index stands before the sound, so that they play while they
 * are fetched: how many packets there will be is known beforehand, and so is how large it becomes.
 */
export const m4aEncoder: StemEncoder = {
  async encode(sound, file) {
    const track = emptyTrack(sound);
    const { packetBytes } = track;
    await file.append(headOf(sound, track));
    const packets = encodePackets(sound, {
      config: { codec: 'aac', bitrate: track.bitrate },
      samplesOf: (block) => ({ format: 'f32-planar', data: oneAfterTheOther(block) }),
    });
    let count = 0;
    for await (const { bytes, description } of packets) {
      if (description !== undefined) track.description.set(description);
      // The last of all may hold nothing but what the encoder filled it up with.
      if (count === packetBytes.length) continue;
      packetBytes[count++] = bytes.length;
      await file.append(bytes);
    }
    if (count < packetBytes.length) {
      throw new Error(`The AAC encoder made ${count} packets of ${sound.length} samples.`);
    }
    file.rewrite(0, headOf(sound, track));
  },
};

/** The track before its packets are known; everything in it has its final size. */
function emptyTrack({ channels, sampleRate, length }: StemSound): AacTrack {
  return {
    channels,
    sampleRate,
    length,
    bitrate: BITS_PER_CHANNEL * channels,
    description: new Uint8Array(DESCRIPTION_BYTES),
    packetBytes: new Uint32Array(packetsFor(length)),
    offset: 0,
  };
}

function headOf({ tags, cover }: StemSound, track: AacTrack): Buffer {
  const size = FILE_TYPE.length + movieBox(track, tags, cover).length + DATA_HEADER_BYTES;
  const movie = movieBox({ ...track, offset: size }, tags, cover);
  const dataBytes = track.packetBytes.reduce((sum, bytes) => sum + bytes, DATA_HEADER_BYTES);
  return Buffer.concat([FILE_TYPE, movie, numbers([[32, dataBytes]]), Buffer.from('mdat')]);
}

function oneAfterTheOther(block: readonly Float32Array[]): Float32Array {
  const data = new Float32Array(block.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const channel of block) {
    data.set(channel, offset);
    offset += channel.length;
  }
  return data;
}
