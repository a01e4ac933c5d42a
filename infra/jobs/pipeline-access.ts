import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { documentClient } from '../../shared/aws/document-client.ts';
import { secretReader } from '../../shared/aws/secret.ts';
import type { CreditLimits } from '../../shared/jobs/budget.ts';
import type { CancelJobDeps } from '../../shared/jobs/cancel-job.ts';
import { creditLimit } from '../../shared/jobs/credit-limit.ts';
import { createJobTable } from '../../shared/jobs/job-table.ts';
import { createRequestAllowance } from '../../shared/jobs/request-allowance.ts';
import type { RetryJobDeps } from '../../shared/jobs/retry-job.ts';
import type { Log } from '../../shared/logging/logger.ts';
import { createMvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import type { CommandCall } from '../command-line/command.ts';
import type { Deployment } from '../command-line/deployment.ts';

/** Everything that people do to jobs, with what it takes: see the use cases in `shared/jobs`. */
export interface PipelineAccess extends CancelJobDeps, RetryJobDeps {
  readonly client: CancelJobDeps['client'] & RetryJobDeps['client'];
  readonly bucket: string;
  readonly limits: CreditLimits;
  readonly deployment: Deployment;
}

/** How long a command waits for its place in the budget of requests, which it shares with the functions. */
const PATIENCE_MS = 30_000;

/** What is told of a job is read from its record; the story that functions log is none for a terminal. */
const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The Pipeline that a command works on, reached with the credentials of whoever runs it. */
export async function pipelineOf({ deployment: find, now }: CommandCall): Promise<PipelineAccess> {
  const deployment = await find();
  const settings = () => deployment.clientSettings();
  const bucket = deployment.output('BucketName');
  const table = {
    documents: documentClient(settings()),
    tableName: deployment.output('JobTableName'),
  };
  const pace = createRequestAllowance({
    table,
    requestsPerMinute: z.coerce.number().int().min(2).parse(deployment.output('RequestsPerMinute')),
    patienceMs: PATIENCE_MS,
    now,
  });
  return {
    deployment,
    table,
    jobs: createJobTable(table),
    bucket,
    s3: new S3Client({ ...settings(), forcePathStyle: true }),
    stepFunctions: new SFNClient(settings()),
    eventBridge: new EventBridgeClient(settings()),
    client: createMvsepClient({
      baseUrl: deployment.output('MvsepUrl'),
      token: secretReader(deployment.output('MvsepTokenSecretArn'), new SecretsManagerClient(settings())),
      pace,
    }),
    workflowArn: deployment.output('WorkflowArn'),
    limits: {
      perMonth: creditLimit.parse(deployment.output('CreditsPerMonth')),
      perJob: creditLimit.parse(deployment.output('CreditsPerJob')),
    },
    now,
    log: QUIET,
  };
}
