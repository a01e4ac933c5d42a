/** A Standard MIDI File of one track, whose bytes are given without the end of the track. */
export function songFile(...messages: readonly number[]): Buffer {
  const track = Buffer.from([...messages, 0, 0xff, 0x2f, 0]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(track.length);
  const header = [0, 0, 0, 6, 0, 0, 0, 1, 0, 96];
  return Buffer.concat([Buffer.from('MThd'), Buffer.from(header), Buffer.from('MTrk'), size, track]);
}
