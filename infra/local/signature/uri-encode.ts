/**
 * Percent-encodes text the way SigV4 prescribes: everything but A-Z a-z 0-9 - . _ ~ becomes %XX of its
 * UTF-8 bytes, in upper case. encodeURIComponent leaves !'()* alone, which SigV4 does not.
 * Source: "Create a signed AWS API request", section UriEncode().
 */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
