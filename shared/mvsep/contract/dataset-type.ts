import { wireFields } from './wire-fields.ts';

/** Datasets that the quality checker compares with: 0 Synth, 1 Multisong, 2 Piano, and so on. */
export const datasetType = wireFields
  .integer(0, 12, 0)
  .describe('0 Synth, 1 Multisong, 2 Piano, 3 Lead/Back vocals, 4 Guitar; further ones up to 12.');
