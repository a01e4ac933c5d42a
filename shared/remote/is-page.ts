import type { OpenedUrl } from '../http/open-url.ts';

/** Whether an answer is a page for people, not a file: audio is never sent as HTML, unless as an attachment. */
export function isPage({ headers }: OpenedUrl): boolean {
  return (
    /^(?:text\/html|application\/xhtml)/i.test(headers['content-type'] ?? '') &&
    !/attachment/i.test(headers['content-disposition'] ?? '')
  );
}
