import type { StereoSamples } from '../audio/stereo-samples.ts';
import type { OnnxModel } from '../onnx/onnx-model.ts';
import type { SegmentGrid } from './segment-grid.ts';

/** How the networks of one family are fed, and what becomes of what they answer. */
export interface ModelAdapter {
  readonly grid: SegmentGrid;
  /** The tensors that go in and come out. Where there are several, each has another number of dimensions. */
  readonly inputShapes: readonly (readonly number[])[];
  readonly outputShapes: readonly (readonly number[])[];
  /** Takes one segment of the grid's length apart: as many stems as the model puts out, each as long. */
  separate(model: OnnxModel, segment: StereoSamples): Promise<StereoSamples[]>;
}
