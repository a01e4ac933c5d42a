/** An account as its owner sees it, for the examples of the contract. */
export const EXAMPLE_ACCOUNT = {
  name: 'Ada',
  email: 'ada@example.com',
  api_token: 'ExampleTokenExampleTokenExampl',
  created_at: '2026-08-01 09:30:00',
  updated_at: '2026-08-12 12:00:00',
  premium_minutes: 54,
  premium_enabled: 1 as const,
  long_filenames_enabled: 0 as const,
};
