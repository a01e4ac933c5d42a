import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import {
  VERIFICATION_HOURS,
  type VerificationOutcome,
} from '../../../shared/engine/accounts/verification-table.ts';

/** What came of opening a link; `too-often` and `failed` say nothing about the link. */
export type PageOutcome = VerificationOutcome | 'too-often' | 'failed';

const PAGES: Readonly<Record<PageOutcome, { status: number; title: string; text: string }>> = {
  verified: {
    status: 200,
    title: 'Your email address is confirmed',
    text: 'The account is open. Log in with your email address and your password.',
  },
  used: {
    status: 200,
    title: 'Your email address was confirmed before',
    text: 'A link works once, and this account is open already. Log in with your email address and your password.',
  },
  unknown: {
    status: 404,
    title: 'This link does not work',
    text: `It may not be complete, or it is older than ${VERIFICATION_HOURS} hours. Register again with the same email address, and another link is mailed to you.`,
  },
  'too-often': {
    status: 429,
    title: 'Please wait a minute',
    text: 'There were too many requests from where you are. Then open the link again.',
  },
  failed: {
    status: 500,
    title: 'Something went wrong on this server',
    text: 'Your link is still good. Open it again in a moment.',
  },
};

const STYLE = `:root{color-scheme:light dark;--ground:#fff;--ink:#1c1e21;--quiet:#5b626b;--edge:#d9dde3}
@media (prefers-color-scheme:dark){:root{--ground:#16181b;--ink:#eceef1;--quiet:#a3abb5;--edge:#343941}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:32rem;margin:1.5rem;padding:2rem;border:1px solid var(--edge);border-radius:.75rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}
p{margin:0;color:var(--quiet)}`;

/** The page that a person sees who opened a link in a mail: complete in itself, in light and dark. */
export function verificationPage(
  outcome: PageOutcome,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  const { status, title, text } = PAGES[outcome];
  return {
    statusCode: status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      // The address holds a secret.
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
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>
`,
  };
}
