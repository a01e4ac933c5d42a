/** A document for programs. */
export function asJson(document: unknown): string {
  return JSON.stringify(document, undefined, 2);
}
