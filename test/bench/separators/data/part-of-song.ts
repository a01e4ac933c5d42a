import { midiMessages } from './midi-messages.ts';

/** A note, as far as it decides to which stem it belongs: channel from 0, number as in General MIDI. */
export interface StemNote {
  readonly channel: number;
  readonly number: number;
}

const NOTE_BEGINS = 9;

/** A song in which those notes alone sound that belong to a stem. All else stays as it is, to the byte. */
export function partOfSong(song: Uint8Array, belongs: (note: StemNote) => boolean): Buffer {
  const part = Buffer.from(song);
  for (const { kind, channel, at } of midiMessages(part)) {
    if (kind !== NOTE_BEGINS || belongs({ channel, number: part.readUInt8(at) })) continue;
    // A note that begins with no strength is one that ends.
    part.writeUInt8(0, at + 1);
  }
  return part;
}
