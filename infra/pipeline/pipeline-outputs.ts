import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { PipelineParts } from './pipeline-parts.ts';

/**
 * Puts out what those who use and operate the Pipeline need to know of it, for `npm run jobs` and for people: no
 * secret, but where the secrets lie.
 */
export function pipelineOutputs(stack: Stack, parts: PipelineParts): void {
  const { settings } = parts;
  const outputs = {
    /** Songs are dropped under its `uploads/`. */
    BucketName: parts.bucket.bucketName,
    /** Answers the API, the paths of the MVSep API, and the webhooks of the service. */
    ApiUrl: parts.http.apiEndpoint,
    JobTableName: parts.jobs.tableName,
    CallerTableName: parts.callers.tableName,
    LeaderboardTableName: parts.leaderboards.tableName,
    WorkflowArn: parts.workflow.stateMachineArn,
    MvsepTokenSecretArn: parts.mvsepToken.secretArn,
    WebhookSecretArn: parts.webhookSecret.secretArn,
    /** The MVSep API that separates. */
    MvsepUrl: parts.mvsepUrl,
    RequestsPerMinute: String(settings.requestsPerMinute),
    CreditsPerMonth: String(settings.creditsPerMonth ?? 'unlimited'),
    CreditsPerJob: String(settings.creditsPerJob ?? 'unlimited'),
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}
