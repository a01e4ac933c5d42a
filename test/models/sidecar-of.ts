import { createHash } from 'node:crypto';

/** A sidecar file of a waveform model with two stems, or of another with other fields. */
export function sidecarOf(network: Uint8Array, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    name: 'Halves of the mix',
    adapter: 'waveform',
    sampleRate: 44_100,
    segment: 16_384,
    stems: ['vocals', 'other'],
    serves: [{ sep_type: 40 }],
    sha256: createHash('sha256').update(network).digest('hex'),
    licence: 'MIT',
    source: 'written for a test',
    ...fields,
  };
}
