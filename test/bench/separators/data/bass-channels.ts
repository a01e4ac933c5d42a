import { DRUM_CHANNEL } from './drum-channel.ts';
import { midiMessages } from './midi-messages.ts';

const PROGRAM = 0xc;
/** Programs of General MIDI, from 0: acoustic, electric, fretless, slapped and synthetic basses. */
const BASSES = { first: 32, last: 39 };

/** The channels of a song that a bass plays on, by their programs. */
export function bassChannels(song: Uint8Array): ReadonlySet<number> {
  const file = Buffer.from(song);
  const channels = new Set<number>();
  for (const { kind, channel, at } of midiMessages(file)) {
    // Programs of the drums are kits.
    if (kind !== PROGRAM || channel === DRUM_CHANNEL) continue;
    const program = file.readUInt8(at);
    if (program >= BASSES.first && program <= BASSES.last) channels.add(channel);
  }
  return channels;
}
