/** An evaluated entry of the quality checker, for the examples of the contract. */
export const EXAMPLE_QUALITY_ENTRY = {
  id: 7772,
  dataset_type: 1,
  date: '2026-08-12 12:00:00',
  algo_name: 'Centre by median filter',
  main_text: 'Window of 4096 samples, no training.',
  proc: 1 as const,
  proc_remote_date: '2026-08-12 12:04:10',
  msg: 'OK',
  metrics: 'Metric SDR for vocals: 4.2183\nMetric SDR for instrum: 9.8021',
  dataset_name: 'Multisong',
  is_ensemble: 0 as const,
  sdr_vocals: 4.2183,
  sdr_instrum: 9.8021,
};
