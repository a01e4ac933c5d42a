/** What a running server knows. */
export interface KnownValues {
  readonly tokens: readonly string[];
  readonly hashes: readonly string[];
  /** Files that are what they say: a song, a zip. */
  readonly files: readonly Uint8Array[];
}

/** Links, most of which no server may follow. */
export const LINKS = [
  'http://127.0.0.1:9/a.wav',
  'https://',
  'file:///etc/passwd',
  'https://mega.nz/file/x#y',
  'javascript:1',
];

/** Values that a field was made for. */
export function meantValues(field: string, known: KnownValues): readonly string[] {
  const meant: Readonly<Record<string, readonly string[]>> = {
    api_token: known.tokens,
    hash: known.hashes,
    email: ['user@example.com', 'user@', 'U@EXAMPLE.COM'],
    password: ['ASDFQWEr123'],
    password_confirmation: ['ASDFQWEr123'],
    name: ['user'],
    sep_type: ['44', '55', '68', '11', '40'],
    remote_type: ['direct', 'mega', 'drive', 'dropbox'],
    url: LINKS,
    webhook_url: LINKS,
    scopes: ['single_upload', 'single_upload,no_upload,matchering_upload'],
    lang: ['en', 'ru'],
    sort: ['sdr_vocals', 'instrum'],
  };
  return meant[field] ?? (field.startsWith('add_opt') ? ['', '0', '1'] : ['0', '1', '2', '20']);
}
