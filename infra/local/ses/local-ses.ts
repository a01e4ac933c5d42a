import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { RestCall, RestService } from '../aws-endpoint/rest-service.ts';
import { AwsServiceError } from '../aws-service-error.ts';
import { openJsonLines } from '../json-lines.ts';
import type { Authorize, Principal } from '../principal.ts';
import { arn } from '../template/arn.ts';
import { sendEmailInput } from './send-email-input.ts';
import { type SentMail, sentMail } from './sent-mail.ts';

export interface LocalSesParts {
  /** Data directory; the mails are one file of JSON lines in it, readable by its owner alone. */
  readonly directory: string;
  readonly authorize: Authorize;
  /** Whether `authorize` would allow, without a record of a refusal. */
  readonly isAllowed: (principal: Principal, action: string, resource: string) => boolean;
  /** Gets a line for each mail. */
  readonly log: (line: string) => void;
  readonly now?: () => Date;
}

/** SES, as the service "ses" of the AWS endpoint. */
export interface LocalSes extends RestService {
  /** Every mail that was sent, earlier starts included, oldest first. */
  mails(): readonly SentMail[];
}

const SEND = 'POST /v2/email/outbound-emails';

/**
 * SES (API v2) that keeps mails instead of sending them. Only SendEmail with simple content is modelled. Identities
 * are not verified, and there is no sandbox: any sender that the caller's role may use is taken.
 */
export function createLocalSes(parts: LocalSesParts): LocalSes {
  const file = join(parts.directory, 'mails.jsonl');
  const kept = openJsonLines(file, sentMail);
  const now = parts.now ?? (() => new Date());

  const send = (body: unknown, principal: Principal): object => {
    const parsed = sendEmailInput.safeParse(body);
    if (!parsed.success) {
      throw new AwsServiceError(
        'BadRequestException',
        `The local cloud does not model this mail, or SES would refuse it.\n${z.prettifyError(parsed.error)}`,
      );
    }
    const { FromEmailAddress, Destination, ReplyToAddresses, Content } = parsed.data;
    authorizeSender(parts, principal, FromEmailAddress);
    const { Subject, Body } = Content.Simple;
    const mail: SentMail = {
      messageId: randomUUID(),
      time: now().toISOString(),
      from: FromEmailAddress,
      to: Destination.ToAddresses,
      cc: Destination.CcAddresses,
      bcc: Destination.BccAddresses,
      replyTo: ReplyToAddresses,
      subject: Subject.Data,
      ...(Body.Text && { text: Body.Text.Data }),
      ...(Body.Html && { html: Body.Html.Data }),
    };
    kept.append(mail);
    // Not what it says: mails carry links that are as good as a password.
    parts.log(`Mail to ${mail.to.join(', ')}: ${JSON.stringify(mail.subject)}, kept in ${file}`);
    return { MessageId: mail.messageId };
  };

  return {
    async call({ method, path, body }: RestCall, principal) {
      if (`${method} ${path}` === SEND) return send(body, principal);
      throw new AwsServiceError(
        'NotImplementedException',
        `The local cloud does not model the SES call ${method} ${path}.`,
        501,
      );
    },
    mails: kept.all,
  };
}

/** An address may be verified by itself or with its whole domain: the right to use either is enough. */
function authorizeSender({ authorize, isAllowed }: LocalSesParts, principal: Principal, from: string): void {
  const address = /<(.+)>$/.exec(from)?.[1] ?? from;
  const domain = address.slice(address.indexOf('@') + 1);
  const [ofAddress, ofDomain] = [arn('ses', `identity/${address}`), arn('ses', `identity/${domain}`)];
  const chosen = isAllowed(principal, 'ses:SendEmail', ofAddress) ? ofAddress : ofDomain;
  authorize(principal, 'ses:SendEmail', chosen);
}
