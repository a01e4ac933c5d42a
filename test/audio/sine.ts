/** A sine of `length` samples; frequency in hertz. */
export function sine(length: number, hertz: number, sampleRate = 44_100, level = 0.5): Float32Array {
  return Float32Array.from(
    { length },
    (_, index) => level * Math.sin((2 * Math.PI * hertz * index) / sampleRate),
  );
}
