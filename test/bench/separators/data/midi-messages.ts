/** A message to a channel, as it lies in a Standard MIDI File. */
export interface MidiMessage {
  /** The upper half of its status byte: 9 begins a note, 12 chooses a program. */
  readonly kind: number;
  /** From 0. */
  readonly channel: number;
  /** Where the first byte after the status lies in the file. */
  readonly at: number;
}

const META = 0xff;
const SYSTEM = 0xf0;
/** Kinds of one byte; all others have two. */
const SHORT = [0xc, 0xd];

/** The messages to channels in a Standard MIDI File, track by track. */
export function* midiMessages(file: Buffer): Generator<MidiMessage> {
  let chunk = 0;
  while (chunk + 8 <= file.length) {
    const [start, end] = [chunk + 8, chunk + 8 + file.readUInt32BE(chunk + 4)];
    if (file.toString('latin1', chunk, chunk + 4) === 'MTrk') yield* messagesOfTrack(file, start, end);
    chunk = end;
  }
}

function* messagesOfTrack(file: Buffer, start: number, end: number): Generator<MidiMessage> {
  let at = start;
  let status = 0;
  const number = () => {
    let value = 0;
    for (;;) {
      const byte = file.readUInt8(at++);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  while (at < end) {
    number(); // How long after the message before.
    const first = file.readUInt8(at);
    if (first >= SYSTEM) {
      at += first === META ? 2 : 1;
      const length = number();
      at += length;
      continue;
    }
    // A status that stays the same need not be said again.
    if (first >= 128) {
      status = first;
      at++;
    }
    const kind = status >> 4;
    yield { kind, channel: status & 15, at };
    at += SHORT.includes(kind) ? 1 : 2;
  }
}
