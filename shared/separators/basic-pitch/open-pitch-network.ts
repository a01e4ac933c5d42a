import { createRequire } from 'node:module';
import { loadOnnxModel, type OnnxModel } from '../../onnx/onnx-model.ts';
import { readBesideBundle } from '../../onnx/read-beside-bundle.ts';
import { writeOnnx } from '../../onnx/write-onnx.ts';
import { pitchGraph } from './pitch-graph.ts';
import { publishedWeights } from './published-weights.ts';

const require = createRequire(import.meta.url);

let network: Promise<OnnxModel> | undefined;

/** The network of Basic Pitch with its published weights, rewritten as ONNX and loaded once in a process. */
export function openPitchNetwork(): Promise<OnnxModel> {
  network ??= load();
  return network;
}

/** Both published files lie beside the bundle of the function that runs it. */
async function load(): Promise<OnnxModel> {
  const [description, numbers] = await Promise.all([
    readBesideBundle('model.json', () => require.resolve('@spotify/basic-pitch/model/model.json')),
    readBesideBundle('group1-shard1of1.bin', () =>
      require.resolve('@spotify/basic-pitch/model/group1-shard1of1.bin'),
    ),
  ]);
  return loadOnnxModel(writeOnnx(pitchGraph(publishedWeights(description, numbers))));
}
