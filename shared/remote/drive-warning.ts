/** Opening tags of the elements that matter, with their attributes. */
const FORM = /<form\b[^<>]*\bid=["']?(?:download-form|downloadForm)\b[^<>]*>/i;
const INPUT = /<input\b[^<>]*>/gi;

/**
 * Google Drive asks before it hands out a file that is too large for its search for viruses: the address that
 * the form on that page leads to.
 *
 * @param page HTML, and where it came from, for a relative address.
 * @returns undefined when the page is something else.
 */
export function driveWarningAddress(page: string, from: string): string | undefined {
  const form = FORM.exec(page);
  if (form === null) return undefined;
  const action = URL.parse(attribute(form[0], 'action') ?? '', from);
  if (action === null) return undefined;
  const end = page.indexOf('</form', form.index);
  for (const [input] of page.slice(form.index, end < 0 ? undefined : end).matchAll(INPUT)) {
    const name = attribute(input, 'name');
    if (name !== undefined) action.searchParams.set(name, attribute(input, 'value') ?? '');
  }
  return action.href;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return (found?.[1] ?? found?.[2] ?? found?.[3])?.replace(/&amp;/g, '&').replace(/&quot;/g, '"');
}
