/** What a signature is limited to: one day, one region, one service. */
export interface CredentialScope {
  /** "20261122" */
  readonly day: string;
  readonly region: string;
  /** Signing name, such as "s3" or "states". */
  readonly service: string;
}

/** Writes a scope as it appears in the string to sign. */
export function scopeText(scope: CredentialScope): string {
  return `${scope.day}/${scope.region}/${scope.service}/aws4_request`;
}

/**
 * Reads "AKID/day/region/service/aws4_request". The access key id may itself hold slashes, so it is read
 * from the right. Undefined when the text is not of that form.
 */
export function parseCredential(
  text: string,
): { readonly accessKeyId: string; readonly scope: CredentialScope } | undefined {
  const match = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(text);
  if (match === null) return undefined;
  const [, accessKeyId, day, region, service] = match;
  if (accessKeyId === undefined || day === undefined || region === undefined || service === undefined) {
    return undefined;
  }
  return { accessKeyId, scope: { day, region, service } };
}
