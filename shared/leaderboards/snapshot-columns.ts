/** Columns of a snapshot, as Athena knows them: the keys of each line (`snapshotLine`), in their order. */
export const SNAPSHOT_COLUMNS = {
  id: { type: 'bigint', about: 'Of the entry, at the service' },
  dataset_name: { type: 'string', about: 'As the service calls the dataset' },
  algorithm: { type: 'string', about: 'As whoever handed it in wrote it' },
  text: { type: 'string', about: 'What they say of it' },
  is_ensemble: { type: 'boolean', about: 'Whether several models made it together' },
  submitted: { type: 'string', about: 'When it was handed in, as the service writes it' },
  sdr: { type: 'map<string,double>', about: 'In decibels, by stem; without what could not be measured' },
  metrics: { type: 'string', about: 'The whole report, line by line' },
  callable_type: { type: 'bigint', about: 'Separation type that runs the same, where one is known' },
  first_seen_at: { type: 'string', about: 'When a sync saw it for the first time' },
  read_at: { type: 'string', about: 'When the sync last saw it' },
  run_id: { type: 'string', about: 'The run of the sync that last saw it' },
} as const;
