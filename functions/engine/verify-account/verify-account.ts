import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Account } from '../../../shared/engine/accounts/account.ts';
import type { VerificationTable } from '../../../shared/engine/accounts/verification-table.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import type { CallFrame } from '../../../shared/mvsep/server/call-frame.ts';
import { countCall } from '../../../shared/mvsep/server/count-call.ts';
import { readFields } from '../../../shared/mvsep/server/read-fields.ts';
import { confirmationPage } from './confirmation-page.ts';
import { verificationPage } from './verification-page.ts';

export interface VerifyAccountDeps {
  readonly frame: Pick<CallFrame<Account>, 'addressOf' | 'calls' | 'countOf' | 'log' | 'now'>;
  readonly verifications: VerificationTable;
}

const CODE = /^[\w-]{1,100}$/;

/**
 * Answers the page behind the link in a mail. Opening it changes nothing, since programs that look after mailboxes
 * open every link: only its form, which a person sends, confirms the email address.
 */
export async function verifyAccount(
  { frame, verifications }: VerifyAccountDeps,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const counted = await countCall(frame, {
    kind: 'anonymous',
    address: frame.addressOf(event),
  });
  const { headers } = counted;
  if (counted.refusal !== undefined) {
    return verificationPage('too-often', { ...headers, ...counted.refusal.headers });
  }
  try {
    const code = await codeOf(event);
    if (code === undefined) return verificationPage('unknown', headers);
    if (event.requestContext.http.method === 'POST') {
      return verificationPage(await verifications.use(code, frame.now()), headers);
    }
    const state = await verifications.look(code, frame.now());
    return state === 'open' ? confirmationPage(code, headers) : verificationPage(state, headers);
  } catch (error) {
    frame.log.error('The address could not be confirmed.', { error });
    return verificationPage('failed', headers);
  }
}

/** The code of the query or, when the page was sent, of its form; undefined for what cannot be one. */
async function codeOf(event: APIGatewayProxyEventV2): Promise<string | undefined> {
  try {
    const { fields } = await readFields(event, []);
    return CODE.test(fields.code ?? '') ? fields.code : undefined;
  } catch (error) {
    if (error instanceof CallRefusal) return undefined;
    throw error;
  }
}
