import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { modelFunction } from '../../infra/engine/model-function.ts';
import { readSettings } from '../../infra/settings.ts';

describe('functions that run models', () => {
  it('have the memory of the settings, and the runtime as WebAssembly beside them', () => {
    const engine = { modelMegabytes: 4096 };
    const { memoryMegabytes, files, layers } = modelFunction(new Stack(), readSettings({ engine }));
    expect(memoryMegabytes).toBe(4096);
    expect(files).toContainEqual(expect.stringMatching(/ort-wasm.*\.wasm$/));
    expect(files).toContainEqual(expect.stringMatching(/basic-pitch\/.*\.bin$/));
    expect(layers).toBeUndefined();
  });

  it('have the layer of the operator, where there is one', () => {
    const onnxLayerArn = 'arn:aws:lambda:eu-central-1:123456789012:layer:onnx:3';
    const { layers } = modelFunction(new Stack(), readSettings({ engine: { onnxLayerArn } }));
    expect(layers?.map(({ layerVersionArn }) => layerVersionArn)).toEqual([onnxLayerArn]);
  });
});
