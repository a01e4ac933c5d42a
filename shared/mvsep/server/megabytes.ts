/** A size as the API shows it to people: `5.84 MB`, where one MB has 1024 · 1024 bytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
