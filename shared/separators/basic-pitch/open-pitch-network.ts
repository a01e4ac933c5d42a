import { createRequire } from 'node:module';
import { loadOnnxModel, type OnnxModel } from '../../onnx/onnx-model.ts';
import { readBesideBundle } from '../../onnx/read-beside-bundle.ts';
import { writeOnnx } from '../../onnx/write-onnx.ts';
import { pitchGraph } from './pitch-graph.ts';
import { publishedWeights } from './published-weights.ts';

let network: Promise<OnnxModel> | undefined;

/** The network of Basic Pitch with its published weights, rewritten as ONNX and loaded once in a process. */
export function openPitchNetwork(): Promise<OnnxModel> {
  network ??= load();
  return network;
}

async function load(): Promise<OnnxModel> {
  const [description, numbers] = await Promise.all(['model.json', 'group1-shard1of1.bin'].map(published));
  if (description === undefined || numbers === undefined)
    throw new Error('Basic Pitch consists of two files.');
  return loadOnnxModel(writeOnnx(pitchGraph(publishedWeights(description, numbers))));
}

function published(name: string): Promise<Uint8Array> {
  return readBesideBundle(name, () =>
    createRequire(import.meta.url).resolve(`@spotify/basic-pitch/model/${name}`),
  );
}
