import initPffft from '@echogarden/pffft-wasm/simd';

let pffft: Awaited<ReturnType<typeof initPffft>> | undefined;

const FORWARD = 0;
const BACKWARD = 1;
const BYTES_PER_FLOAT = 4;

/**
 * The Fourier transform of real signals of one size, on PFFFT's WebAssembly build with SIMD.
 *
 * Sizes are multiples of 32 of the form 2^a·3^b·5^c. An instance owns memory in the WebAssembly heap that
 * is never given back: make one per size and keep it (see `realFft`).
 */
class RealFft {
  readonly size: number;
  readonly #setup: number;
  readonly #input: number;
  readonly #output: number;
  readonly #work: number;

  /** @throws RangeError for a size that is not supported; PFFFT itself would abort the process's copy of it. */
  constructor(size: number) {
    if (!isSupported(size)) throw new RangeError(`No Fourier transform of size ${size}.`);
    this.size = size;
    this.#setup = loaded()._pffft_new_setup(size, 0);
    this.#input = loaded()._pffft_aligned_malloc(size * BYTES_PER_FLOAT);
    this.#output = loaded()._pffft_aligned_malloc(size * BYTES_PER_FLOAT);
    this.#work = loaded()._pffft_aligned_malloc(size * BYTES_PER_FLOAT);
  }

  /** The buffer to fill before a transform. Valid until another instance is made: fetch it for each use. */
  get input(): Float32Array {
    return this.#view(this.#input);
  }

  /**
   * Transforms `input` (`size` samples). The answer interleaves real and imaginary parts of the bins 1 to
   * size/2-1; its first two numbers are the real parts of bin 0 and bin size/2.
   */
  forward(): Float32Array {
    return this.#transform(FORWARD);
  }

  /** Transforms `input` (a spectrum as `forward` answers it) back; the samples come multiplied by `size`. */
  backward(): Float32Array {
    return this.#transform(BACKWARD);
  }

  #transform(direction: number): Float32Array {
    loaded()._pffft_transform_ordered(this.#setup, this.#input, this.#output, this.#work, direction);
    return this.#view(this.#output);
  }

  #view(pointer: number): Float32Array {
    return loaded().HEAPF32.subarray(pointer / BYTES_PER_FLOAT, pointer / BYTES_PER_FLOAT + this.size);
  }
}

function isSupported(size: number): boolean {
  let rest = size / 32;
  for (const factor of [2, 3, 5]) while (rest > 1 && rest % factor === 0) rest /= factor;
  return rest === 1;
}

function loaded(): NonNullable<typeof pffft> {
  if (pffft === undefined) throw new Error('Await loadFft() before the first transform.');
  return pffft;
}

/**
 * Compiles the WebAssembly module, once. It is not done on import, because `pffft.wasm` lies only beside
 * those functions that transform, and others import the separators for their names alone.
 */
export async function loadFft(): Promise<void> {
  pffft ??= await initPffft();
}

const instances = new Map<number, RealFft>();

/** The transform of a size, made once and shared. Needs `loadFft` to have been awaited. */
export function realFft(size: number): RealFft {
  let instance = instances.get(size);
  if (instance === undefined) {
    instance = new RealFft(size);
    instances.set(size, instance);
  }
  return instance;
}
