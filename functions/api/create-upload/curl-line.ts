/** The command line that sends a file with a form. Its values are texts whatever they begin with. */
export function curlLine(url: string, fields: Readonly<Record<string, string>>): string {
  const texts = Object.entries(fields).map(([name, value]) => `--form-string ${quoted(`${name}=${value}`)}`);
  return ['curl --fail-with-body', ...texts, "--form 'file=@song.wav'", quoted(url)].join(' ');
}

/** For any POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
