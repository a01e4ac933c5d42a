import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { SHIPPED_KIT_CARD } from '../../shared/separators/network/kit/shipped-kit-card.ts';
import { SHIPPED_CARD } from '../../shared/separators/network/shipped-card.ts';
import type { HouseFunctionProps } from '../constructs/house-function.ts';
import type { Settings } from '../settings.ts';

/** The Fourier transform and the runtime of networks, as WebAssembly; both look for their file beside the bundle. */
const WEBASSEMBLY = [
  'node_modules/@echogarden/pffft-wasm/dist/simd/pffft.wasm',
  'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
];

/** The networks of this repository, those that there are. */
const NETWORKS = [
  ...(SHIPPED_CARD === undefined ? [] : ['shared/separators/network/model/separator.onnx']),
  ...(SHIPPED_KIT_CARD === undefined ? [] : ['shared/separators/network/model/kit.onnx']),
];

/** Basic Pitch as it is published. */
const PITCH_NETWORK = ['model.json', 'group1-shard1of1.bin'].map(
  (name) => `node_modules/@spotify/basic-pitch/model/${name}`,
);

/** What functions have in common that run models: memory, files, and the layer with the operator's native runtime. */
export function modelFunction(
  scope: Construct,
  { engine }: Settings,
): Pick<HouseFunctionProps, 'memoryMegabytes' | 'files' | 'layers'> {
  const { modelMegabytes, onnxLayerArn } = engine;
  return {
    memoryMegabytes: modelMegabytes,
    files: [...WEBASSEMBLY, ...NETWORKS, ...PITCH_NETWORK],
    ...(onnxLayerArn === undefined
      ? {}
      : { layers: [LayerVersion.fromLayerVersionArn(scope, 'OnnxLayer', onnxLayerArn)] }),
  };
}
