/** What the list of algorithms calls the ways in which audio comes to a type; also the words of its `scopes`. */
export const AUDIO_WIDGETS = {
  'one-file': 'single_upload',
  'two-files': 'matchering_upload',
  none: 'no_upload',
} as const;
