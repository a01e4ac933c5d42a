import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What a page says. Everything is text, which may hold any characters. */
export interface HtmlPage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly form?: {
    /** Where the fields are posted to, seen from the address of the page. */
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly button: string;
  };
}

const STYLE = `:root{color-scheme:light dark;--ground:#fff;--ink:#1c1e21;--quiet:#5b626b;--edge:#d9dde3;--press:#1d4ed8;--on-press:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#16181b;--ink:#eceef1;--quiet:#a3abb5;--edge:#343941;--press:#9dbbff;--on-press:#10131a}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:32rem;margin:1.5rem;padding:2rem;border:1px solid var(--edge);border-radius:.75rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}
p{margin:0;color:var(--quiet)}
button{margin-top:1.5rem;padding:.625rem 1.25rem;border:0;border-radius:.5rem;background:var(--press);color:var(--on-press);font:inherit;font-weight:600;cursor:pointer}
button:focus-visible{outline:3px solid var(--ink);outline-offset:2px}`;

/** A page for a person: complete in itself, in light and dark, without scripts; a form goes to its own site only. */
export function htmlPage(
  { status, title, text, form }: HtmlPage,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 {
  const formAction = form === undefined ? "'none'" : "'self'";
  return {
    statusCode: status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`,
      // The address may hold a secret.
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
${form === undefined ? '' : formOf(form)}</main>
</body>
</html>
`,
  };
}

function formOf({ action, hidden, button }: NonNullable<HtmlPage['form']>): string {
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">\n`,
  );
  return `<form method="post" action="${escaped(action)}">
${fields.join('')}<button type="submit">${escaped(button)}</button>
</form>
`;
}

/** Text for HTML, inside of quoted attributes too. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
