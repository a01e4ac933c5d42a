/** A separation as a history lists it, for the examples of the contract. */
export const EXAMPLE_HISTORY_ITEM = {
  id: 1204,
  hash: '20260812120000-0123456789-my-song.wav',
  created_at: '2026-08-12 12:00:00',
  updated_at: '2026-08-12 12:00:25',
  job_exists: true,
  credits: 3,
  time_left: 70,
  algorithm: {
    name: 'MVSep Drums (drums, other)',
    algorithm_group_id: 20,
    orientation: 0 as const,
    render_id: 44,
    order_id: 1030,
    algorithm_group: { id: 20, name: 'Drums, Bass and Synth' },
  },
};
