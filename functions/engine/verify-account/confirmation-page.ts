import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { htmlPage } from './html-page.ts';

/**
 * The page behind a link that still works: a button which posts its code to the same address. It names neither
 * the account nor its email address, which a program that opens links in mails has no business to learn.
 */
export function confirmationPage(
  code: string,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 {
  return htmlPage(
    {
      status: 200,
      title: 'Confirm your email address',
      text: 'Go on only if you have just registered here yourself. If you have not, close this page: then nothing happens.',
      // Without the query of the link: the code travels in the form alone.
      form: { action: 'verify_email', hidden: { code }, button: 'Confirm my email address' },
    },
    headers,
  );
}
