/** An etag without the quotes in which S3 answers it; events of S3 have none. */
export function unquotedEtag(etag: string): string {
  return etag.replaceAll('"', '');
}
