import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

/** A mail to one person. */
interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Hands a mail over for delivery. */
export type SendMail = (mail: Mail) => Promise<void>;

/**
 * Mails through SES.
 *
 * @param from the sender: an identity that SES has verified.
 * @returns a function that throws what the SDK throws.
 */
export function sendMailFrom(from: string, client: SESv2Client): SendMail {
  return async ({ to, subject, text, html }) => {
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: 'UTF-8' },
            Body: { Text: { Data: text, Charset: 'UTF-8' }, Html: { Data: html, Charset: 'UTF-8' } },
          },
        },
      }),
    );
  };
}
