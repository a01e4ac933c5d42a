import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { AccountTable } from '../../../shared/engine/accounts/account-table.ts';
import { VerificationTable } from '../../../shared/engine/accounts/verification-table.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import { sendMailFrom } from '../../../shared/mail/send-mail.ts';
import { registerAccount as contract } from '../../../shared/mvsep/contract/register-account.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { inviteApplicants } from './invite-applicant.ts';
import { registerAccount } from './register-account.ts';

const HOUR_SECONDS = 3600;
const ACCOUNTS_AN_HOUR = 200;
const MAILS_AN_HOUR = 5;

const environment = readEnvironment({
  ACCOUNTS_TABLE: z.string().min(1),
  CALLERS_TABLE: z.string().min(1),
  TOKEN_KEY_SECRET: z.string().min(1),
  ENGINE_URL: z.url(),
  MAIL_FROM: z.email().optional(),
});

const documents = documentClient();
const counter = (calls: number) =>
  new CallCounter(documents, environment.CALLERS_TABLE, { calls, windowSeconds: HOUR_SECONDS });

const deps = {
  accounts: new AccountTable(documents, environment.ACCOUNTS_TABLE),
  tokenKey: secretReader(environment.TOKEN_KEY_SECRET),
  registrations: counter(ACCOUNTS_AN_HOUR),
  invite:
    environment.MAIL_FROM === undefined
      ? undefined
      : inviteApplicants({
          verifications: new VerificationTable(documents, environment.ACCOUNTS_TABLE),
          mails: counter(MAILS_AN_HOUR),
          sendMail: sendMailFrom(environment.MAIL_FROM, new SESv2Client()),
          engineUrl: environment.ENGINE_URL,
        }),
  now: () => new Date(),
};

/** POST /api/app/register → an account, and a mail to confirm its address where that is asked for. */
export const handler = answerCall(contract, callFrame('register-account'), (request) =>
  registerAccount(deps, request),
);
