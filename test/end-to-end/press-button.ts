/**
 * Sends the form of a page as a browser does when its only button is pressed.
 *
 * @param address where the page was found
 */
export async function pressButton(address: string, page: string): Promise<Response> {
  const action = /<form method="post" action="([^"]*)">/.exec(page)?.[1];
  if (action === undefined) throw new Error(`The page at ${address} has no form.`);
  const fields = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  const body = new URLSearchParams();
  for (const [, name = '', value = ''] of fields) body.append(name, value);
  return fetch(new URL(action, address), { method: 'POST', body });
}
