import type { Note } from './note.ts';

/** 120 beats a minute of 960 ticks: half a millisecond each, so that seconds survive. */
const TICKS_PER_BEAT = 960;
const MICROSECONDS_PER_BEAT = 500_000;
const TICKS_PER_SECOND = (TICKS_PER_BEAT * 1e6) / MICROSECONDS_PER_BEAT;

/** One track holds everything. */
const FORMAT = 0;

/** "Electric Piano 1" of General MIDI, as the published program writes it. */
const PROGRAM = 4;

/** The first byte of messages on the first channel. */
const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const CHOOSE_PROGRAM = 0xc0;

interface MidiEvent {
  readonly tick: number;
  readonly bytes: readonly number[];
}

/**
 * The bytes of a Standard MIDI File with these notes on one channel. MIDI knows no seconds: the tempo is fixed, and
 * says nothing about the song's.
 */
export function writeMidi(notes: readonly Note[]): Buffer {
  const track = Buffer.from([
    ...[0, 0xff, 0x51, 3, ...bigEndian(MICROSECONDS_PER_BEAT, 3)],
    ...[0, CHOOSE_PROGRAM, PROGRAM],
    ...timed(notes.flatMap(eventsOf)),
    ...[0, 0xff, 0x2f, 0],
  ]);
  const header = [FORMAT, 1, TICKS_PER_BEAT].flatMap((value) => bigEndian(value, 2));
  return Buffer.concat([chunk('MThd', Buffer.from(header)), chunk('MTrk', track)]);
}

function eventsOf({ pitch, start, end, strength }: Note): MidiEvent[] {
  const from = Math.round(start * TICKS_PER_SECOND);
  const to = Math.max(from + 1, Math.round(end * TICKS_PER_SECOND));
  // A note-on with a velocity of 0 would end the note.
  const velocity = Math.max(1, Math.min(127, Math.round(127 * strength)));
  return [
    { tick: from, bytes: [NOTE_ON, pitch, velocity] },
    { tick: to, bytes: [NOTE_OFF, pitch, 0] },
  ];
}

/** Events in their order, each after the ticks since the one before. A note ends before the next one begins. */
function timed(events: MidiEvent[]): number[] {
  const ordered = events.sort((a, b) => a.tick - b.tick || (a.bytes[0] ?? 0) - (b.bytes[0] ?? 0));
  return ordered.flatMap(({ tick, bytes }, index) => [
    ...variableLength(tick - (ordered[index - 1]?.tick ?? 0)),
    ...bytes,
  ]);
}

/** Seven bits a byte, the highest first; all but the last byte are marked. */
function variableLength(value: number): number[] {
  const last = value % 128;
  const rest = Math.floor(value / 128);
  return rest === 0 ? [last] : [...variableLength(rest).map((byte) => byte | 0x80), last];
}

function bigEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** (bytes - 1 - index)) % 256);
}

function chunk(name: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name), Buffer.from(bigEndian(content.length, 4)), content]);
}
