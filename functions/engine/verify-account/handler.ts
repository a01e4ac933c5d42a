import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { VerificationTable } from '../../../shared/engine/accounts/verification-table.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import type { CallHandler } from '../../../shared/mvsep/server/call-handler.ts';
import { verifyAccount } from './verify-account.ts';

const { ACCOUNTS_TABLE } = readEnvironment({ ACCOUNTS_TABLE: z.string().min(1) });

const deps = {
  frame: callFrame('verify-account'),
  verifications: new VerificationTable(documentClient(), ACCOUNTS_TABLE),
};

/** GET /api/app/verify_email?code=… → a page with a button for who opened the link in the mail; POST → confirmed. */
export const handler: CallHandler = (event) => verifyAccount(deps, event);
