import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ThrottledHttpApi } from '../constructs/throttled-http-api.ts';
import type { Settings } from '../settings.ts';

/** The one address of the Pipeline: for programs, for clients of the MVSep API, and for the webhooks of the service. */
export function publicApi(scope: Construct, { logRetentionDays }: Settings): ThrottledHttpApi {
  const api = new ThrottledHttpApi(scope, 'Api', {
    description: 'Jobs, the MVSep API, and its webhooks',
    rateLimit: 100,
    burstLimit: 200,
    logRetentionDays,
  });
  Validations.of(api).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: 'The MVSep API cannot sign in: the address of a webhook carries a signature for its one job.',
  });
  return api;
}
