import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import {
  VERIFICATION_HOURS,
  type VerificationOutcome,
} from '../../../shared/engine/accounts/verification-table.ts';
import { type HtmlPage, htmlPage } from './html-page.ts';

/** What came of a link; `too-often` and `failed` say nothing about the link. */
export type PageOutcome = VerificationOutcome | 'too-often' | 'failed';

const PAGES: Readonly<Record<PageOutcome, HtmlPage>> = {
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

/** The page that says what came of a link. */
export function verificationPage(
  outcome: PageOutcome,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 {
  return htmlPage(PAGES[outcome], headers);
}
