const windows = new Map<number, Float32Array>();

/** The Hann window of a size, periodic, as short-time Fourier transforms want it. Shared: leave it as it is. */
export function hannWindow(size: number): Float32Array {
  let window = windows.get(size);
  if (window === undefined) {
    window = Float32Array.from(
      { length: size },
      (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size),
    );
    windows.set(size, window);
  }
  return window;
}
