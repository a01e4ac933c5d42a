import type { JobResource } from './job-resource.ts';

const at = '2026-08-12T12:00:25.000Z';

/** A job that was just made, for examples in the description of the API. */
export const EXAMPLE_JOB: JobResource = {
  id: '0f3a5b7c9d1e2f4a6b8c0d2e4f6a8b0c',
  state: 'submitted',
  owner: 'ada',
  source: { key: 'incoming/ada/5f0c7a1be2d34c8f9a6b7c8d9e0f1a2b/My Song.wav', bytes: 42_000_000 },
  recipe: 'vocals',
  credits: { reserved: 0, charged: 0 },
  steps: [
    {
      name: 'bs-roformer',
      state: 'blocked',
      separation: {
        type: 40,
        name: 'BS Roformer (vocals, instrumental)',
        options: { add_opt1: '29' },
        outputFormat: 1,
      },
      cached: false,
      credits: { reserved: 0 },
      attempt: 1,
      files: [],
    },
  ],
  attempt: 1,
  submittedAt: at,
  updatedAt: at,
  history: [
    { at, what: 'submitted', detail: 'bs-roformer' },
    { at, step: 'bs-roformer', what: 'submitted' },
  ],
};
