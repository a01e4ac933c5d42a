import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { VerificationTable } from '../../../shared/engine/accounts/verification-table.ts';
import type { CallFrame } from '../../../shared/engine/http/call-frame.ts';
import { countCall } from '../../../shared/engine/http/count-call.ts';
import { viewerAddress } from '../../../shared/engine/http/viewer-address.ts';
import { verificationPage } from './verification-page.ts';

export interface VerifyAccountDeps {
  readonly frame: Pick<CallFrame, 'calls' | 'log' | 'now' | 'originKey'>;
  readonly verifications: VerificationTable;
}

const CODE = /^[\w-]{1,100}$/;

/** Confirms the email address whose link was opened, and answers a page that says so. */
export async function verifyAccount(
  { frame, verifications }: VerifyAccountDeps,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const counted = await countCall(frame, {
    kind: 'anonymous',
    address: viewerAddress(event, frame.originKey),
  });
  if (counted.refusal !== undefined) {
    return verificationPage('too-often', { ...counted.headers, ...counted.refusal.headers });
  }
  const code = new URLSearchParams(event.rawQueryString).get('code') ?? '';
  try {
    const outcome = CODE.test(code) ? await verifications.use(code, frame.now()) : 'unknown';
    return verificationPage(outcome, counted.headers);
  } catch (error) {
    frame.log.error('The address could not be confirmed.', { error });
    return verificationPage('failed', counted.headers);
  }
}
