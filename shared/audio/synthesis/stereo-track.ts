/** Two channels of a fixed length that notes and hits are added to. */
export class StereoTrack {
  readonly sampleRate: number;
  readonly channels: readonly [Float32Array, Float32Array];

  constructor(seconds: number, sampleRate: number) {
    const length = Math.round(seconds * sampleRate);
    this.sampleRate = sampleRate;
    this.channels = [new Float32Array(length), new Float32Array(length)];
  }

  /**
   * Adds a sound: `wave` is asked for the value at each moment, in seconds from the sound's start.
   *
   * @param pan from -1 (left) to 1 (right), by constant power
   */
  add(startSeconds: number, lengthSeconds: number, pan: number, wave: (seconds: number) => number): void {
    const [left, right] = this.channels;
    const angle = ((pan + 1) * Math.PI) / 4;
    const [leftGain, rightGain] = [Math.cos(angle), Math.sin(angle)];
    const start = Math.round(startSeconds * this.sampleRate);
    const end = Math.min(left.length, start + Math.round(lengthSeconds * this.sampleRate));
    for (let index = start; index < end; index++) {
      const value = wave((index - start) / this.sampleRate);
      left[index] = (left[index] ?? 0) + value * leftGain;
      right[index] = (right[index] ?? 0) + value * rightGain;
    }
  }
}
