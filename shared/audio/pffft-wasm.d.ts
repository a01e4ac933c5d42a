/** The part of PFFFT (https://bitbucket.org/jpommier/pffft) that we call; the package ships no types. */
declare module '@echogarden/pffft-wasm/simd' {
  interface Pffft {
    readonly HEAPF32: Float32Array;
    /** @param transform 0 real, 1 complex. @returns a setup, or 0 when the size is not supported. */
    _pffft_new_setup(size: number, transform: number): number;
    _pffft_aligned_malloc(bytes: number): number;
    /** Pointers of setup, input, output, work area; direction 0 forward, 1 backward (unscaled). */
    _pffft_transform_ordered(
      setup: number,
      input: number,
      output: number,
      work: number,
      direction: number,
    ): void;
  }
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it.
  export default function init(): Promise<Pffft>;
}
