import type { StereoTrack } from './stereo-track.ts';

const TURN = 2 * Math.PI;

/** A bass drum: a sine that falls from 160 Hz to 48 Hz, with a short click. */
export function kick(track: StereoTrack, at: number, level: number, noise: () => number): void {
  track.add(at, 0.3, 0, (t) => {
    const phase = 48 * t + (112 / 38) * (1 - Math.exp(-38 * t));
    const body = Math.sin(TURN * phase) * Math.exp(-t / 0.075);
    return level * (body + 0.35 * (2 * noise() - 1) * Math.exp(-t / 0.003));
  });
}

/** A snare drum: a short tone at 190 Hz under a burst of noise. */
export function snare(track: StereoTrack, at: number, level: number, noise: () => number): void {
  track.add(at, 0.3, 0.08, (t) => {
    const tone = Math.sin(TURN * 190 * t) * Math.exp(-t / 0.035);
    return level * (0.5 * tone + 0.8 * (2 * noise() - 1) * Math.exp(-t / 0.06));
  });
}

/** A hi-hat: high-passed noise, short when closed and longer when open. */
export function hat(track: StereoTrack, at: number, level: number, open: boolean, noise: () => number): void {
  const decay = open ? 0.09 : 0.022;
  let before = 0;
  track.add(at, decay * 7, -0.35, (t) => {
    const sample = 2 * noise() - 1;
    const high = sample - before;
    before = sample;
    return level * 0.5 * high * Math.exp(-t / decay);
  });
}

/** A plucked bass: a few strong partials that fade at different speeds. */
export function bassNote(track: StereoTrack, at: number, length: number, hertz: number, level: number): void {
  const partials = [1, 0.55, 0.3, 0.16, 0.08];
  track.add(at, length, 0, (t) => {
    const wave = partials.reduce(
      (sum, strength, index) =>
        sum + strength * Math.sin(TURN * hertz * (index + 1) * t) * Math.exp(-t * 0.8 * index),
      0,
    );
    return level * wave * softEdges(t, length, 0.012, 0.06) * Math.exp(-t * 1.1);
  });
}

/** One voice of a warm, slowly opening pad; two slightly detuned waves stand left and right. */
export function padNote(track: StereoTrack, at: number, length: number, hertz: number, level: number): void {
  for (const [pan, detune] of [
    [-0.6, 0.9985],
    [0.6, 1.0015],
  ] as const) {
    track.add(at, length, pan, (t) => {
      let wave = 0;
      for (let partial = 1; partial <= 6; partial++) {
        wave += Math.sin(TURN * hertz * detune * partial * t + partial) / partial ** 1.4;
      }
      return level * wave * softEdges(t, length, 0.09, 0.15);
    });
  }
}

/** A singing lead with a little vibrato that comes in late. */
export function leadNote(track: StereoTrack, at: number, length: number, hertz: number, level: number): void {
  track.add(at, length, 0.2, (t) => {
    const vibrato = 0.0022 * Math.min(1, t / 0.4) * Math.sin(TURN * 5.2 * t);
    let wave = 0;
    for (let partial = 1; partial <= 5; partial++) {
      wave += Math.sin(TURN * hertz * partial * (t + vibrato / TURN)) / partial ** 1.7;
    }
    return level * wave * softEdges(t, length, 0.03, 0.09) * (0.55 + 0.45 * Math.exp(-t * 2.5));
  });
}

function softEdges(t: number, length: number, attack: number, release: number): number {
  const edge = Math.min(1, t / attack, (length - t) / release);
  return edge <= 0 ? 0 : 0.5 - 0.5 * Math.cos(Math.PI * edge);
}
