import * as web from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { nativeOnnxRuntime } from '../../../shared/onnx/native-onnx-runtime.ts';

function failing(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

describe('nativeOnnxRuntime', () => {
  it('finds what the operator installed, by its name', () => {
    const asked: string[] = [];
    const load = (name: string): unknown => {
      asked.push(name);
      return web;
    };
    expect(nativeOnnxRuntime(load)).toBe(web);
    expect(asked).toEqual(['onnxruntime-node']);
  });

  it('does without where nothing is installed', () => {
    const missing = failing("Cannot find module 'onnxruntime-node'\nRequire stack:\n- /function/index.mjs");
    expect(nativeOnnxRuntime(missing)).toBeUndefined();
  });

  it('refuses an installation for another machine, one that lacks a part, and something else of the name', () => {
    const foreign = failing('onnxruntime_binding.node: wrong ELF class');
    expect(() => nativeOnnxRuntime(foreign)).toThrow('wrong ELF class. Install it for this platform');
    const partial = failing("Cannot find module 'onnxruntime-common'");
    expect(() => nativeOnnxRuntime(partial)).toThrow("Cannot find module 'onnxruntime-common'");
    expect(() => nativeOnnxRuntime(() => ({}))).toThrow('something else');
  });
});
