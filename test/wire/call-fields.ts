import type { CallPath } from './answers.ts';

/** What each call takes, as the documentation names it; a file part is marked. */
interface FieldsOfCall {
  readonly methods: readonly ('GET' | 'POST')[];
  readonly fields: readonly string[];
  readonly files?: readonly string[];
}

const page = ['start', 'limit'];
const token = { methods: ['POST'], fields: ['api_token'] } as const;

export const CALL_FIELDS: Readonly<Record<CallPath, FieldsOfCall>> = {
  'separation/create': {
    methods: ['POST'],
    fields: [
      'api_token',
      'url',
      'remote_type',
      'sep_type',
      'add_opt1',
      'add_opt2',
      'add_opt3',
      'add_opt4',
      'output_format',
      'is_demo',
      'webhook_url',
    ],
    files: ['audiofile', 'target_audiofile', 'reference_audiofile'],
  },
  'separation/get': { methods: ['GET'], fields: ['hash', 'mirror', 'api_token'] },
  'separation/get-remote': { methods: ['GET'], fields: ['hash'] },
  'separation/cancel': { methods: ['POST'], fields: ['api_token', 'hash'] },
  'app/algorithms': { methods: ['GET'], fields: ['scopes'] },
  'app/news': { methods: ['GET'], fields: ['lang', ...page] },
  'app/queue': { methods: ['GET'], fields: ['api_token'] },
  'app/demo': { methods: ['GET'], fields: page },
  'app/login': { methods: ['POST'], fields: ['email', 'password'] },
  'app/register': { methods: ['POST'], fields: ['name', 'email', 'password', 'password_confirmation'] },
  'app/user': { methods: ['GET'], fields: ['api_token'] },
  'app/separation_history': { methods: ['GET'], fields: ['api_token', ...page] },
  'app/enable_premium': token,
  'app/disable_premium': token,
  'app/enable_long_filenames': token,
  'app/disable_long_filenames': token,
  'quality_checker/queue': { methods: ['GET'], fields: page },
  'quality_checker/leaderboard': {
    methods: ['GET'],
    fields: ['dataset_type', 'algo_name_filter', 'sort', ...page],
  },
  'quality_checker/add': {
    methods: ['POST'],
    fields: ['api_token', 'algo_name', 'main_text', 'dataset_type', 'ensemble', 'password'],
    files: ['zipfile'],
  },
  'quality_checker/entry': { methods: ['GET'], fields: ['id'] },
  'quality_checker/delete': { methods: ['GET', 'POST'], fields: ['id', 'password'] },
};
