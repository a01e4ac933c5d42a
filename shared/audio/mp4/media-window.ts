import { findMp4Box, mp4Boxes } from './mp4-boxes.ts';
import type { Mp4Codec } from './mp4-codec.ts';

/** Which part of the coded sound is heard, in seconds of it: what an encoder put before and behind is left out. */
export interface MediaWindow {
  /** Undefined when the file does not say; then all is heard that a decoder gives. */
  readonly start: number | undefined;
  /** Undefined when the file does not say; then it goes on to the end. */
  readonly seconds: number | undefined;
}

/**
 * The window of a track: by its edit list, else by the tag of Apple's encoders, else as long as its coded sound.
 *
 * @param index the body of the `moov` box; @param track that of the `trak` box in it.
 */
export function mediaWindow(index: Buffer, track: Buffer, codec: Mp4Codec): MediaWindow {
  const mdhd = findMp4Box(track, 'mdia', 'mdhd');
  const stts = findMp4Box(track, 'mdia', 'minf', 'stbl', 'stts');
  const timescale = timescaleOf(mdhd);
  const coded = timescale && stts ? ticks(stts) / timescale : 0;
  const edit = onlyEdit(findMp4Box(track, 'edts', 'elst'));
  if (edit !== undefined && timescale !== undefined) {
    return editWindow(edit, { coded, timescale, movieTimescale: timescaleOf(findMp4Box(index, 'mvhd')) });
  }
  return appleWindow(index, codec) ?? { start: undefined, seconds: coded || undefined };
}

interface Edit {
  /** In ticks of the movie. */
  readonly duration: number;
  /** In ticks of the track. */
  readonly mediaTime: number;
}

interface Clocks {
  readonly coded: number;
  readonly timescale: number;
  readonly movieTimescale: number | undefined;
}

/** The coded sound behind the edit's start, capped by its duration, whose clock may be coarse: a tick more is allowed. */
function editWindow(
  { duration, mediaTime }: Edit,
  { coded, timescale, movieTimescale }: Clocks,
): MediaWindow {
  const start = mediaTime / timescale;
  const behind = coded > start ? coded - start : undefined;
  if (duration === 0 || movieTimescale === undefined) return { start, seconds: behind };
  const cap = (duration + (movieTimescale < timescale ? 1 : 0)) / movieTimescale;
  return { start, seconds: Math.min(cap, behind ?? cap) };
}

/** Ticks a second, at the same place in the headers of movie and track (ISO/IEC 14496-12, 8.2.2 and 8.4.2). */
function timescaleOf(header: Buffer | undefined): number | undefined {
  const offset = header?.[0] === 1 ? 20 : 12;
  if (header === undefined || header.length < offset + 4) return undefined;
  return header.readUInt32BE(offset) || undefined;
}

/** How long all pieces last together, in ticks. */
function ticks(stts: Buffer): number {
  let sum = 0;
  for (let offset = 8; offset + 8 <= stts.length; offset += 8) {
    sum += stts.readUInt32BE(offset) * stts.readUInt32BE(offset + 4);
  }
  return sum;
}

/** The one edit that plays something. Several would cut or repeat the sound: then all of it is heard. */
function onlyEdit(elst: Buffer | undefined): Edit | undefined {
  if (elst === undefined || elst.length < 8) return undefined;
  const isLong = elst[0] === 1;
  const edits: Edit[] = [];
  for (
    let offset = 8;
    offset + (isLong ? 20 : 12) <= elst.length && edits.length < 2;
    offset += isLong ? 20 : 12
  ) {
    const duration = isLong ? Number(elst.readBigUInt64BE(offset)) : elst.readUInt32BE(offset);
    const mediaTime = isLong ? Number(elst.readBigInt64BE(offset + 8)) : elst.readInt32BE(offset + 4);
    // An empty edit is a pause before the sound, and not part of it.
    if (mediaTime >= 0) edits.push({ duration, mediaTime });
  }
  return edits.length === 1 ? edits[0] : undefined;
}

/** What Apple's encoders write as a tag: in hexadecimal numbers, samples before the sound, behind it, and of it. */
function appleWindow(index: Buffer, { sampleRate }: Mp4Codec): MediaWindow | undefined {
  const meta = findMp4Box(index, 'udta', 'meta');
  // A full box: version and flags stand before what it holds.
  const tags = meta && findMp4Box(meta.subarray(4), 'ilst');
  for (const { type, body } of tags === undefined ? [] : mp4Boxes(tags)) {
    if (type !== '----' || !body.includes('iTunSMPB')) continue;
    const text = findMp4Box(body, 'data')?.toString('latin1', 8) ?? '';
    const [, before, , heard] = text
      .trim()
      .split(/\s+/)
      .map((field) => Number.parseInt(field, 16));
    if (before === undefined || heard === undefined || !(before >= 0) || !(heard > 0)) continue;
    return { start: before / sampleRate, seconds: heard / sampleRate };
  }
  return undefined;
}
