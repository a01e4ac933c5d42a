import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { HouseFunctionProps } from '../constructs/house-function.ts';
import type { Settings } from '../settings.ts';

/** The Fourier transform and the runtime of networks, as WebAssembly; both look for their file beside the bundle. */
const WEBASSEMBLY = [
  'node_modules/@echogarden/pffft-wasm/dist/simd/pffft.wasm',
  'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
];

/** What functions have in common that run models: memory, files, and the layer with the operator's native runtime. */
export function modelFunction(
  scope: Construct,
  { engine }: Settings,
): Pick<HouseFunctionProps, 'memoryMegabytes' | 'files' | 'layers'> {
  const { modelMegabytes, onnxLayerArn } = engine;
  return {
    memoryMegabytes: modelMegabytes,
    files: WEBASSEMBLY,
    ...(onnxLayerArn === undefined
      ? {}
      : { layers: [LayerVersion.fromLayerVersionArn(scope, 'OnnxLayer', onnxLayerArn)] }),
  };
}
