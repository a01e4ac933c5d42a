import { resample } from '../../audio/resample.ts';
import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { FRAME_SAMPLES, PITCHES } from '../../notes/note-activity.ts';
import { SEPARATION_RATE } from '../separator.ts';
import type { Transcriber } from '../transcriber.ts';
import { hearWindow } from './hear-window.ts';
import { WINDOW_FRAMES, WINDOW_SAMPLES } from './window-size.ts';

/** The network hears at half the rate. */
const HEARING_RATE = SEPARATION_RATE / 2;
const HEARING_FRAME = FRAME_SAMPLES / 2;

/** Frames at both ends of a window for which the network has heard too little around. */
const EDGE_FRAMES = 15;

/** Frames that count of each window, so that the song's frames are those of one window after the other. */
const KEPT_FRAMES = WINDOW_FRAMES - 1 - 2 * EDGE_FRAMES;

/** How far the change of the rate looks around, in samples at `SEPARATION_RATE`. */
const RESAMPLING_REACH = 128;

/**
 * Which notes are played, by the published network Basic Pitch of Spotify. Windows lie on a grid of the song, not of
 * the chunk, because the network looks at how loud the whole window is; so a frame depends on no more than its window.
 */
export const basicPitch: Transcriber = {
  slug: 'basic_pitch',
  // From the last frame that counts to the window's end, and from the first to its beginning, which is less.
  contextSamples: 2 * WINDOW_SAMPLES - EDGE_FRAMES * FRAME_SAMPLES + RESAMPLING_REACH,
  async transcribe(mix, { place }) {
    const firstFrame = (place?.start ?? 0) / FRAME_SAMPLES;
    const frames = Math.ceil(mix[0].length / FRAME_SAMPLES);
    const sound = resample(monoOf(mix), SEPARATION_RATE, HEARING_RATE);
    const heard = { notes: new Float32Array(frames * PITCHES), onsets: new Float32Array(frames * PITCHES) };
    const firstWindow = Math.floor(firstFrame / KEPT_FRAMES);
    for (let kept = firstWindow * KEPT_FRAMES - firstFrame; kept < frames; kept += KEPT_FRAMES) {
      const start = kept - EDGE_FRAMES;
      const window = await hearWindow(windowAt(sound, start * HEARING_FRAME));
      keep(heard.notes, window.notes, start);
      keep(heard.onsets, window.onsets, start);
    }
    return heard;
  },
};

function monoOf([left, right]: StereoSamples): Float32Array {
  return left.map((value, index) => (value + (right[index] ?? 0)) / 2);
}

/** A window that begins at a sample; what lies before the sound and behind it is silent. */
function windowAt(sound: Float32Array, start: number): Float32Array {
  const window = new Float32Array(WINDOW_SAMPLES);
  window.set(sound.subarray(Math.max(0, start), Math.max(0, start + WINDOW_SAMPLES)), Math.max(0, -start));
  return window;
}

/** Copies the frames that count of a window whose first frame stands at `start`. */
function keep(song: Float32Array, window: Float32Array, start: number): void {
  const from = Math.max(EDGE_FRAMES, -start);
  const to = Math.min(EDGE_FRAMES + KEPT_FRAMES, song.length / PITCHES - start);
  song.set(window.subarray(from * PITCHES, to * PITCHES), (start + from) * PITCHES);
}
