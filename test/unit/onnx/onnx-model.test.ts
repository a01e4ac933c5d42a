import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { loadOnnxModel } from '../../../shared/onnx/onnx-model.ts';
import { type GraphNode, writeOnnx } from '../../../shared/onnx/write-onnx.ts';

/** Adds 10 and 20 to the two columns of any number of rows. */
const SUM = writeOnnx({
  inputs: [{ name: 'x', shape: ['rows', 2] }],
  outputs: [{ name: 'y', shape: ['rows', 2] }],
  constants: [{ name: 'c', shape: [2], data: Float32Array.of(10, 20) }],
  nodes: [{ operator: 'Add', inputs: ['x', 'c'], outputs: ['y'] }],
});

function unary(node: Partial<GraphNode>): Uint8Array {
  return writeOnnx({
    inputs: [{ name: 'x', shape: [2] }],
    outputs: [{ name: 'y', shape: [2] }],
    nodes: [{ operator: 'Relu', inputs: ['x'], outputs: ['y'], ...node }],
  });
}

/** Adds two numbers that are said to lie in the file `w` beside it. */
const WEIGHTS_ELSEWHERE =
  'CAc6TwoOCgF4CgFjEgF5IgNBZGQSAWcqGAgCEAFCAWNqDQoIbG9jYXRpb24SAXdwAVoPCgF4EgoKCAgBEgQKAggCYg8KAXkSCgoICAESBAoCCAJCBAoAEA0=';

describe('loadOnnxModel', () => {
  it('accepts a network, tells of its inputs and outputs, and runs it again and again', async () => {
    const model = await loadOnnxModel(SUM);
    expect(model.inputs).toEqual([{ name: 'x', type: 'float32', shape: ['rows', 2] }]);
    expect(model.outputs).toEqual([{ name: 'y', type: 'float32', shape: ['rows', 2] }]);
    const once = await model.run({ x: { shape: [1, 2], data: Float32Array.of(1, 2) } });
    const again = await model.run({ x: { shape: [2, 2], data: Float32Array.of(0, 0, 5, 5) } });
    expect(once.get('y')).toEqual({ shape: [1, 2], data: Float32Array.of(11, 22) });
    expect(again.get('y')).toEqual({ shape: [2, 2], data: Float32Array.of(10, 20, 15, 25) });
    await model.release();
  });

  it('says what to do about weights in another file', async () => {
    await expect(loadOnnxModel(Buffer.from(WEIGHTS_ELSEWHERE, 'base64'))).rejects.toThrow(
      'Make one of both, in Python with onnx.save_model(',
    );
  });

  it('accepts the SHA-256 of the file, and refuses another one', async () => {
    const sum = createHash('sha256').update(SUM).digest('hex');
    await (await loadOnnxModel(SUM, sum.toUpperCase())).release();
    await expect(
      loadOnnxModel(
        SUM,
        sum.replace(/./, (first) => (first === '0' ? '1' : '0')),
      ),
    ).rejects.toThrow(/^The ONNX file has the SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}: /);
  });

  it.each([
    ['what is no ONNX file', Buffer.from('no network at all')],
    ['a file that was cut off', SUM.subarray(0, SUM.length - 20)],
    ['an operator that does not exist', unary({ operator: 'Dream' })],
    ['a graph with a loose end', unary({ inputs: ['nothing'] })],
  ])('refuses %s, and writes nothing', async (_, bytes) => {
    const written = [vi.spyOn(process.stderr, 'write'), vi.spyOn(process.stdout, 'write')];
    await expect(loadOnnxModel(bytes)).rejects.toMatchObject({
      name: 'UnusableModel',
      message: expect.stringMatching(/^The ONNX file cannot be loaded: /),
    });
    for (const stream of written) {
      expect(stream).not.toHaveBeenCalled();
      stream.mockRestore();
    }
    // What was refused leaves the runtime in order.
    await (await loadOnnxModel(SUM)).release();
  });

  it.each([
    ['a tensor of a wrong shape', { x: { shape: [1, 3], data: new Float32Array(3) } }],
    ['a shape that the numbers do not fill', { x: { shape: [2, 2], data: new Float32Array(3) } }],
    ['a tensor of a wrong name', { z: { shape: [1, 2], data: new Float32Array(2) } }],
    ['no tensor', {}],
  ])('refuses to run %s', async (_, inputs) => {
    const model = await loadOnnxModel(SUM);
    await expect(model.run(inputs)).rejects.toMatchObject({ name: 'UnusableModel' });
    await model.release();
  });
});
