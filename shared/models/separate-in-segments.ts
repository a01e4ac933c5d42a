import type { StereoSamples } from '../audio/stereo-samples.ts';
import type { SongPlace } from '../separators/separator.ts';
import type { SegmentGrid } from './segment-grid.ts';

/**
 * Takes a mix apart a segment at a time. Segment i keeps what begins at sample i·step of the song, whatever part
 * of the song the mix is: a chunk is cut exactly as the whole would be. Where segments overlap, each weighs the
 * more the nearer its middle is.
 *
 * @param place where in its song the mix lies. Segments that reach beyond the mix, but not beyond the song, are left
 *   out: they belong to its context, which nobody keeps.
 * @param separate takes one segment apart; a song is followed and preceded by silence. Silence is never asked about:
 *   all of its stems are silent.
 * @returns `stems` stems as long as the mix.
 */
export async function separateInSegments(
  mix: StereoSamples,
  place: SongPlace,
  grid: SegmentGrid,
  stems: number,
  separate: (segment: StereoSamples) => Promise<readonly StereoSamples[]>,
): Promise<StereoSamples[]> {
  const { length: samples } = mix[0];
  const sums = Array.from(
    { length: stems },
    (): StereoSamples => [new Float32Array(samples), new Float32Array(samples)],
  );
  const weights = new Float32Array(samples);
  for (const start of segmentStarts(place, samples, grid)) {
    const heard: StereoSamples = [cut(mix[0], start, grid), cut(mix[1], start, grid)];
    // Networks that divide by the level of what they hear make no numbers of silence, and it takes as long as sound.
    const segment = isSilent(heard) ? [] : await separate(heard);
    addKept(segment, sums, weights, start, grid);
  }
  for (const channel of sums.flat()) {
    for (let at = 0; at < samples; at++) channel[at] = (channel[at] ?? 0) / (weights[at] || 1);
  }
  return sums;
}

/** Where the segments begin that lie in the mix, counted from its first sample. */
function segmentStarts(place: SongPlace, samples: number, { length, margin, step }: SegmentGrid): number[] {
  const { start, songSamples } = place;
  const last = Math.max(0, Math.ceil((songSamples - (length - 2 * margin)) / step));
  const starts: number[] = [];
  for (let index = 0; index <= last; index++) {
    const from = index * step - margin;
    const seesAll = Math.max(0, from) >= start && Math.min(songSamples, from + length) <= start + samples;
    if (seesAll) starts.push(from - start);
  }
  return starts;
}

function isSilent(segment: StereoSamples): boolean {
  return segment.every((channel) => channel.every((sample) => sample === 0));
}

/** A segment of a channel, with silence where the channel has nothing. */
function cut(channel: Float32Array, start: number, { length }: SegmentGrid): Float32Array {
  const segment = new Float32Array(length);
  const from = Math.max(0, start);
  segment.set(channel.subarray(from, Math.max(from, start + length)), from - start);
  return segment;
}

function addKept(
  segment: readonly StereoSamples[],
  sums: readonly StereoSamples[],
  weights: Float32Array,
  start: number,
  { length, margin }: SegmentGrid,
): void {
  const first = Math.max(margin, -start);
  const end = Math.min(length - margin, weights.length - start);
  const weightAt = (at: number) => Math.min(at - margin + 1, length - margin - at);
  for (let at = first; at < end; at++) weights[start + at] = (weights[start + at] ?? 0) + weightAt(at);
  for (const [position, sum] of sums.entries()) {
    for (const side of [0, 1] as const) {
      const target = sum[side];
      const source = segment[position]?.[side] ?? new Float32Array(length);
      for (let at = first; at < end; at++) {
        target[start + at] = (target[start + at] ?? 0) + weightAt(at) * (source[at] ?? 0);
      }
    }
  }
}
