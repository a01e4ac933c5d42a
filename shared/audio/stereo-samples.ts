/** Left and right channel of equal length, samples from -1 to 1 (more is legal inside the engine). */
export type StereoSamples = readonly [Float32Array, Float32Array];
