import { writeOnnx } from '../../shared/onnx/write-onnx.ts';

/** Networks that change nothing, one for each adapter, and some that do. All of them have fixed lengths. */
export const identityModels = {
  waveform: (samples: number): Uint8Array => halves(samples),
  /** The same for any length. */
  waveformOfAnyLength: (): Uint8Array => halves('samples'),
  /** Gives the spectrum that it gets. */
  mdx: (dimF: number, dimT: number): Uint8Array =>
    writeOnnx({
      inputs: [{ name: 'input', shape: ['batch', 4, dimF, dimT] }],
      outputs: [{ name: 'output', shape: ['batch', 4, dimF, dimT] }],
      nodes: [{ operator: 'Identity', inputs: ['input'], outputs: ['output'] }],
    }),
  /** Gives a quarter of the sound, and a half of the spectrum, as its only stem; its ports stand in any order. */
  demucsHybrid: (samples: number): Uint8Array => {
    const frames = Math.ceil(samples / 1_024);
    return writeOnnx({
      inputs: [
        { name: 'x', shape: [1, 4, 2_048, frames] },
        { name: 'mix', shape: [1, 2, samples] },
      ],
      outputs: [
        { name: 'spectrum', shape: [1, 1, 4, 2_048, frames] },
        { name: 'sound', shape: [1, 1, 2, samples] },
      ],
      constants: [
        { name: 'quarter', shape: [1], data: Float32Array.of(0.25) },
        { name: 'half', shape: [1], data: Float32Array.of(0.5) },
        { name: 'axis', shape: [1], data: BigInt64Array.of(1n) },
      ],
      nodes: [
        { operator: 'Mul', inputs: ['x', 'half'], outputs: ['halved'] },
        { operator: 'Mul', inputs: ['mix', 'quarter'], outputs: ['quartered'] },
        { operator: 'Unsqueeze', inputs: ['halved', 'axis'], outputs: ['spectrum'] },
        { operator: 'Unsqueeze', inputs: ['quartered', 'axis'], outputs: ['sound'] },
      ],
    });
  },
  /** Gives a mask of ones, whatever it gets. */
  spectrogramMask: (rows: number, dimT: number): Uint8Array =>
    writeOnnx({
      inputs: [{ name: 'spec', shape: [1, rows, dimT, 2] }],
      outputs: [{ name: 'mask', shape: [1, 1, rows, dimT, 2] }],
      constants: [
        { name: 'none', shape: [1], data: Float32Array.of(0) },
        { name: 'axis', shape: [1], data: BigInt64Array.of(1n) },
        {
          name: 'one',
          shape: [1, 1, rows, dimT, 2],
          data: Float32Array.from({ length: rows * dimT * 2 }, (_, index) => (index + 1) % 2),
        },
      ],
      nodes: [
        { operator: 'Mul', inputs: ['spec', 'none'], outputs: ['silence'] },
        { operator: 'Unsqueeze', inputs: ['silence', 'axis'], outputs: ['zeros'] },
        { operator: 'Add', inputs: ['zeros', 'one'], outputs: ['mask'] },
      ],
    }),
} as const;

/** Gives the mix as each of two stems, halved: they add up to it. */
function halves(samples: number | string): Uint8Array {
  return writeOnnx({
    inputs: [{ name: 'mix', shape: [1, 2, samples] }],
    outputs: [{ name: 'stems', shape: [1, 2, 2, samples] }],
    constants: [
      { name: 'half', shape: [1], data: Float32Array.of(0.5) },
      { name: 'axis', shape: [1], data: BigInt64Array.of(1n) },
    ],
    nodes: [
      { operator: 'Mul', inputs: ['mix', 'half'], outputs: ['halved'] },
      { operator: 'Unsqueeze', inputs: ['halved', 'axis'], outputs: ['one'] },
      { operator: 'Concat', inputs: ['one', 'one'], outputs: ['stems'], attributes: { axis: 1 } },
    ],
  });
}
