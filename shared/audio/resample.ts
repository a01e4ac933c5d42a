/** Zero crossings of the sinc on each side; with the window below it leaves -100 dB of what must not pass. */
const ZERO_CROSSINGS = 64;

/** Shape of the Kaiser window for 100 dB (Kaiser's formula 0.1102·(A-8.7)). */
const KAISER_BETA = 0.1102 * (100 - 8.7);

/**
 * Where the filter is half way down, as a part of the lower of the two Nyquist frequencies: as high as the
 * width of the transition (Kaiser's formula, 0.1 of it for these zero crossings) allows.
 */
const CUTOFF = 0.95;

/**
 * Changes the sample rate of one channel with a polyphase windowed-sinc filter: the passband is flat up to
 * nine tenths of the lower Nyquist frequency, aliases lie 100 dB down, nothing is delayed.
 *
 * @param from, to rates in samples a second, whole numbers.
 * @returns round(length · to / from) samples; output sample i stands at the time i / to.
 */
export function resample(signal: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return signal;
  const { push, end } = resampler(from, to)();
  const [resampled, rest] = [push(signal), end()];
  const whole = new Float32Array(resampled.length + rest.length);
  whole.set(resampled);
  whole.set(rest, resampled.length);
  return whole;
}

/** Changes the sample rate of a channel that comes in pieces; all that comes out is what `resample` gives. */
export interface PieceResampler {
  /** Takes a piece, and gives what can be told by now: the filter looks ahead by some samples. */
  push(piece: Float32Array): Float32Array;
  /** Gives the rest, once there are no more pieces. */
  end(): Float32Array;
}

/**
 * Prepares the filters for two rates.
 *
 * @returns what begins one channel; all channels share the filters.
 */
export function resampler(from: number, to: number): () => PieceResampler {
  const divisor = greatestCommonDivisor(from, to);
  const phases = to / divisor;
  const step = from / divisor;
  const filters = polyphaseFilters(phases, Math.min(1, to / from));
  const taps = filters.length / phases;

  return () => {
    /** What is still needed of the pieces, and where in the signal it begins. */
    let held = new Float32Array();
    let heldStart = 0;
    let made = 0;

    /** Makes all output up to, not including, the given sample. */
    const make = (until: number): Float32Array => {
      const resampled = new Float32Array(Math.max(0, until - made));
      for (let index = 0; index < resampled.length; index++) {
        // Exact integers below 2^53 for hours of sound: the position never drifts.
        const position = (made + index) * step;
        const phase = position % phases;
        const first = (position - phase) / phases - taps / 2 + 1 - heldStart;
        const begin = Math.max(0, -first);
        const end = Math.min(taps, held.length - first);
        const filter = phase * taps;
        let sum = 0;
        for (let tap = begin; tap < end; tap++)
          sum += (filters[filter + tap] ?? 0) * (held[first + tap] ?? 0);
        resampled[index] = sum;
      }
      made += resampled.length;
      return resampled;
    };

    return {
      push(piece) {
        // Of what is held, everything before the next output's first tap has done its work.
        const done = Math.max(0, Math.floor((made * step) / phases) - taps / 2 + 1 - heldStart);
        held = joined(held.subarray(done), piece);
        heldStart += done;
        // The last tap of output i lies taps/2 samples behind floor(i · step / phases).
        const complete = heldStart + held.length - taps / 2;
        return make(complete <= 0 ? 0 : Math.ceil((complete * phases) / step));
      },
      end: () => make(Math.round(((heldStart + held.length) * to) / from)),
    };
  };
}

function joined(first: Float32Array, second: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/**
 * One filter per phase, one after the other. Tap k of phase p weighs the sample at k - taps/2 + 1 - p/phases
 * input samples from the output's position. Each filter sums to 1, so that a constant stays one.
 */
function polyphaseFilters(phases: number, bandwidth: number): Float32Array {
  const reach = ZERO_CROSSINGS / bandwidth;
  const taps = 2 * Math.ceil(reach);
  const filters = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    const weights = Float64Array.from({ length: taps }, (_, tap) => {
      const distance = tap - taps / 2 + 1 - phase / phases;
      return sinc(distance * bandwidth * CUTOFF) * kaiser(distance / reach);
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    filters.set(
      weights.map((weight) => weight / sum),
      phase * taps,
    );
  }
  return filters;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);
}

/** The modified Bessel function of order zero by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
