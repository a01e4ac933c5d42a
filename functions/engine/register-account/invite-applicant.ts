import {
  VERIFICATION_HOURS,
  type VerificationTable,
} from '../../../shared/engine/accounts/verification-table.ts';
import { requireAllowance } from '../../../shared/engine/http/require-allowance.ts';
import type { CallCounter } from '../../../shared/http/call-counter.ts';
import type { SendMail } from '../../../shared/mail/send-mail.ts';

/** Who wants an account, and has to show that the address is theirs. */
interface Applicant {
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** Sends an applicant the link that confirms their address. */
export type InviteApplicant = (applicant: Applicant, now: Date) => Promise<void>;

interface InviteApplicantDeps {
  readonly verifications: VerificationTable;
  /** Counts mails by the address that they go to, which may be anybody's. */
  readonly mails: Pick<CallCounter, 'count'>;
  readonly sendMail: SendMail;
  readonly engineUrl: string;
}

/** @returns a function that throws CallRefusal (429) after too many mails to one address. */
export function inviteApplicants({
  verifications,
  mails,
  sendMail,
  engineUrl,
}: InviteApplicantDeps): InviteApplicant {
  return async ({ email, ...applicant }, now) => {
    await requireAllowance(mails, `MAIL#${email}`, now, `mails to ${email}; look into its mailbox`);
    const code = await verifications.issue(applicant, now);
    const link = `${engineUrl}/api/app/verify_email?code=${code}`;
    // The name is not in the mail: whoever registers could write to others in it.
    await sendMail({ to: email, subject: 'Confirm your email address', ...invitation(link) });
  };
}

function invitation(link: string) {
  const { host } = new URL(link);
  const intro = `An account was opened for this address at ${host}. To confirm that it is yours, open this link within ${VERIFICATION_HOURS} hours and press the button on its page:`;
  const otherwise =
    'If you did not ask for it, do nothing: until the address is confirmed, the account cannot be used.';
  return {
    text: `${intro}\n\n${link}\n\n${otherwise}\n`,
    html: `<p>${intro}</p><p><a href="${link}">${link}</a></p><p>${otherwise}</p>`,
  };
}
