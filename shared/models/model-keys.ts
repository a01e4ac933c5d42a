/** Where a model of the operator lies in the Engine's bucket, and what is told of it. */
export const modelKeys = {
  prefix: 'models/',
  /** @param file its name without an ending. */
  network: (file: string) => `models/${file}.onnx`,
  sidecar: (file: string) => `models/${file}.json`,
  report: (file: string) => `models/${file}.report.json`,
} as const;
