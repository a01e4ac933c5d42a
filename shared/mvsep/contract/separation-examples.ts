const HASH = '20260812120000-0123456789-my-song.wav';
const STEM = '20260812120000-0123456789-my-song_drums_drums.wav';
const STORAGE = 'https://engine.example/storage';

function found<const Status extends string, Data extends object>(
  summary: string,
  status: Status,
  data: Data,
) {
  return { summary, params: { hash: HASH }, reply: { success: true as const, status, data } };
}

/** What `separation/get` answers in each of its states. */
export const SEPARATION_EXAMPLES = [
  found('It is done', 'done', {
    hash: HASH,
    message: 'Your file is separated.',
    algorithm: 'MVSep Drums (drums, other)',
    algorithm_description: 'Takes the drums out of a song.',
    output_format: 'wav (uncompressed, 16 bit)',
    size: '5.70 MB',
    tags: null,
    input_file: { url: `${STORAGE}/temp/${HASH}`, size: '5.70 MB', download: 'my-song.wav' },
    files: [
      {
        type: 'Drums',
        url: `${STORAGE}/processed/${STEM}`,
        size: '5.84 MB',
        bytes: 6_123_456,
        download: STEM,
      },
    ],
    date: '2026-08-12 12:00:25',
  }),
  found('It waits', 'waiting', {
    queue_count: 12,
    current_order: 3,
    message: 'Your file is in the queue.',
  }),
  found('It is being separated', 'processing', { message: 'Your file is being separated.' }),
  found('It is long, and separated in parts', 'distributing', {
    queue_count: 0,
    current_order: 0,
    finished_chunks: 2,
    all_chunks: 7,
    message: 'The parts of your file are being separated side by side.',
  }),
  found('Its parts are being joined', 'merging', { message: 'The separated parts are being joined.' }),
  found('It failed', 'failed', { message: 'The file is not audio.' }),
  {
    summary: 'There is none, or none any more',
    params: { hash: HASH },
    reply: {
      success: false as const,
      status: 'not_found' as const,
      errors: ['File or File Hash not found'],
      message: 'File or File Hash not found',
      data: { message: 'File or File Hash not found' },
    },
  },
];
