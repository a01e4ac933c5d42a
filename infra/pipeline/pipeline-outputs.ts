import { CfnOutput, type Stack } from 'aws-cdk-lib';

/** What those who use and operate the Pipeline need to know of it: no secret, but where the secrets lie. */
export interface PipelineOutputs {
  /** Songs are dropped under its `uploads/`. */
  readonly BucketName: string;
  /** Takes the webhooks of the MVSep API. */
  readonly ApiUrl: string;
  readonly JobTableName: string;
  readonly WorkflowArn: string;
  readonly MvsepTokenSecretArn: string;
  readonly WebhookSecretArn: string;
  /** The MVSep API that separates. */
  readonly MvsepUrl: string;
  readonly RequestsPerMinute: string;
  /** A number, or `unlimited`. */
  readonly CreditsPerMonth: string;
  /** A number, or `unlimited`. */
  readonly CreditsPerJob: string;
}

/** Puts out where everything is, for `npm run jobs` and for people. */
export function pipelineOutputs(stack: Stack, outputs: PipelineOutputs): void {
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}
