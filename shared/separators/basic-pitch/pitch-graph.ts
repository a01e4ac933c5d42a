import { UnusableModel } from '../../errors/unusable-model.ts';
import { PITCHES } from '../../notes/note-activity.ts';
import { GraphBuilder } from '../../onnx/graph-builder.ts';
import type { Graph } from '../../onnx/write-onnx.ts';
import type { Weights } from './published-weights.ts';
import { WINDOW_FRAMES, WINDOW_SAMPLES } from './window-size.ts';

/** What stands before the name of every weight. */
const PREFIX = 'StatefulPartitionedCall/model_1';
const TRANSFORM = 'cq_t2010v2_1';

/** Octaves of the constant-Q transform, the highest first; each works at half the rate of the one above. */
const OCTAVES = 9;
/** Bins in an octave: three a semitone. */
const OCTAVE_BINS = 36;
/** From the lowest A of a piano up to the rate's end; the transform's lowest bins lie below. */
const BINS = 309;
/** Samples between frames at the full rate. */
const HOP = 256;
/** Taps of the transform's filters, and of the low-pass between octaves. */
const TAPS = 256;

/** Where the half frequency and the first seven harmonics lie, in bins above a tone. */
const HARMONIC_BINS = [-36, 0, 36, 57, 72, 84, 93, 101];
/** Bins for which harmonics are looked up: three for each of 88 pitches. */
const TONE_BINS = 3 * PITCHES;

/** What is added before a logarithm is taken, and ten over the natural logarithm of ten: decibels. */
const LOG_OFFSET = 1e-10;
const DECIBELS = 10 / Math.LN10;
/** Keeps silence out of a division by zero: what is divided is zero then as well. */
const TINY = 1e-20;

/**
 * Basic Pitch as an ONNX graph: a window of sound goes in, how surely each pitch sounds and begins comes out, frame by
 * frame. Its steps are those of the published TensorFlow graph, with channels before time and frequency.
 *
 * Described by Bittner, Bosch, Rubinstein, Meseguer-Brocal and Ewert, "A Lightweight Instrument-Agnostic Model for
 * Polyphonic Note Transcription and Multipitch Estimation" (ICASSP 2022).
 *
 * @throws UnusableModel when a weight is missing
 */
export function pitchGraph(weights: ReadonlyMap<string, Weights>): Graph {
  const graph = new PitchGraphBuilder(weights);
  const [contours, stacked] = graph.contours(graph.harmonics(graph.decibels(graph.power('sound'))));
  const notes = graph.notes(contours);
  const onsets = graph.onsets(notes, stacked);
  const shape = [1, 1, WINDOW_FRAMES, PITCHES];
  return graph.build([{ name: 'sound', shape: [1, 1, 1, WINDOW_SAMPLES] }], {
    [notes]: { name: 'notes', shape },
    [onsets]: { name: 'onsets', shape },
  });
}

class PitchGraphBuilder extends GraphBuilder {
  readonly #weights: ReadonlyMap<string, Weights>;

  constructor(weights: ReadonlyMap<string, Weights>) {
    super();
    this.#weights = weights;
  }

  /** The power of the constant-Q transform: `[1, 1, frames, bins]`. */
  power(sound: string): string {
    const real: string[] = [];
    const imaginary: string[] = [];
    let octave = sound;
    for (let index = 0; index < OCTAVES; index++) {
      const strides = [1, HOP / 2 ** index];
      const mirrored = this.add('Pad', [octave, this.integers(0, 0, 0, TAPS / 2, 0, 0, 0, TAPS / 2)], {
        mode: 'reflect',
      });
      real.unshift(this.#filter(mirrored, 3 * index, { strides }));
      imaginary.unshift(this.#filter(mirrored, 3 * index + 1, { strides }));
      if (index === OCTAVES - 1) break;
      const pads = [0, TAPS / 2 - 1, 0, TAPS / 2 - 1];
      octave = this.#filter(octave, 3 * index + 2, { strides: [1, 2], pads });
    }
    const power = this.add('Add', [this.#squared(real), this.#squared(imaginary)]);
    return this.add('Transpose', [power], { perm: [0, 2, 3, 1] });
  }

  /** Decibels, moved and stretched so that they reach from 0 to 1 in this window, then as the training had them. */
  decibels(power: string): string {
    const logarithm = this.add('Log', [this.add('Add', [power, this.#number(LOG_OFFSET)])]);
    const loudness = this.add('Mul', [logarithm, this.#number(DECIBELS)]);
    const raised = this.add('Sub', [loudness, this.add('ReduceMin', [loudness])]);
    const range = this.add('Max', [this.add('ReduceMax', [raised]), this.#number(TINY)]);
    const layer = 'batch_normalization/FusedBatchNormV3';
    const scaled = this.add('Mul', [this.add('Div', [raised, range]), this.#weight(`${layer}/Scaled`)]);
    return this.add('Add', [scaled, this.#weight(`${layer}/Offset`)]);
  }

  /** A channel for each harmonic, moved so that those of one tone lie above each other: `[1, 8, frames, 264]`. */
  harmonics(loudness: string): string {
    const below = -Math.min(...HARMONIC_BINS);
    const above = TONE_BINS + Math.max(...HARMONIC_BINS) - BINS;
    const padded = this.add('Pad', [loudness, this.integers(0, 0, 0, below, 0, 0, 0, above)]);
    const moved = HARMONIC_BINS.map((bins) => this.#slice(padded, 3, below + bins, TONE_BINS));
    return this.add('Concat', moved, { axis: 1 });
  }

  /** How surely a tone sounds in each third of a semitone; and the harmonics, for whoever looks at them again. */
  contours(harmonics: string): [string, string] {
    const seen = this.#relu(
      this.#convolve(harmonics, 'conv2d_1/Conv2D_weights', 'conv2d_1/Conv2D_bn_offset'),
    );
    const layer = 'contours-reduced';
    return [this.#sigmoid(this.#layer(seen, layer)), harmonics];
  }

  /** How surely each pitch sounds. */
  notes(contours: string): string {
    const seen = this.#relu(this.#layer(contours, 'conv2d_2', [1, 3]));
    return this.#sigmoid(this.#layer(seen, 'conv2d_3'));
  }

  /** How surely each pitch begins. */
  onsets(notes: string, harmonics: string): string {
    const seen = this.#relu(
      this.#convolve(harmonics, 'conv2d_4/Conv2D_weights', 'conv2d_4/Conv2D_bn_offset', [1, 3]),
    );
    return this.#sigmoid(this.#layer(this.add('Concat', [notes, seen], { axis: 1 }), 'conv2d_5'));
  }

  /** The octaves above each other, the lowest bins left away, scaled by the lengths of their filters, squared. */
  #squared(octaves: readonly string[]): string {
    const surplus = OCTAVES * OCTAVE_BINS - BINS;
    const bins = this.#slice(this.add('Concat', octaves, { axis: 1 }), 1, surplus, BINS);
    const { data } = this.#published(`${TRANSFORM}/Sqrt`);
    const scaled = this.add('Mul', [bins, this.floats(data, [1, BINS, 1, 1])]);
    return this.add('Mul', [scaled, scaled]);
  }

  /** One of the transform's filters, by its number in the published graph. */
  #filter(sound: string, index: number, attributes: { strides: number[]; pads?: number[] }): string {
    const layer = index === 0 ? 'conv1d' : `conv1d_${index}`;
    return this.add('Conv', [sound, this.#kernel(`${TRANSFORM}/${layer}/ExpandDims_1`)], attributes);
  }

  #layer(input: string, layer: string, strides?: readonly number[]): string {
    return this.#convolve(
      input,
      `${layer}/Conv2D/ReadVariableOp`,
      `${layer}/BiasAdd/ReadVariableOp`,
      strides,
    );
  }

  #convolve(input: string, kernel: string, bias: string, strides: readonly number[] = [1, 1]): string {
    const attributes = { auto_pad: 'SAME_UPPER', strides };
    return this.add('Conv', [input, this.#kernel(kernel), this.#weight(bias)], attributes);
  }

  #relu(input: string): string {
    return this.add('Relu', [input]);
  }

  #sigmoid(input: string): string {
    return this.add('Sigmoid', [input]);
  }

  #slice(input: string, axis: number, start: number, length: number): string {
    const places = [start, start + length, axis].map((place) => this.integers(place));
    return this.add('Slice', [input, ...places]);
  }

  #number(value: number): string {
    return this.floats(Float32Array.of(value), [1]);
  }

  #weight(name: string): string {
    const { data, shape } = this.#published(name);
    return this.floats(data, shape);
  }

  /** TensorFlow has a kernel as height, width, inputs, outputs; ONNX as outputs, inputs, height, width. */
  #kernel(name: string): string {
    const { data, shape } = this.#published(name);
    const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
    const area = height * width;
    const turned = data.map((_, index) => {
      const output = Math.floor(index / (inputs * area));
      const input = Math.floor(index / area) % inputs;
      return data[((index % area) * inputs + input) * outputs + output] ?? 0;
    });
    return this.floats(turned, [outputs, inputs, height, width]);
  }

  #published(name: string): Weights {
    const weights = this.#weights.get(`${PREFIX}/${name}`);
    if (weights === undefined) throw new UnusableModel(`Basic Pitch has no weights ${name}.`);
    return weights;
  }
}
