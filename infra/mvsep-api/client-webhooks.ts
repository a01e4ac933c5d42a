import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { EVENT_SOURCE, JOB_EVENTS } from '../../shared/jobs/pipeline-event.ts';
import { functionFamily } from '../constructs/function-family.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { timeLimits } from '../time-limits.ts';

/** Tells clients of the MVSep paths how their jobs ended, where they named an address for it (`webhook_url`). */
export class ClientWebhooks extends Construct {
  constructor(scope: Construct, id: string, parts: PipelineParts) {
    super(scope, id);
    const define = functionFamily(this, {
      folder: 'functions/mvsep-api',
      logRetentionDays: parts.settings.logRetentionDays,
    });
    const postClientWebhook = define('post-client-webhook', {
      description: 'Posts the end of a job to the client that asked for it',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: {
        API_URL: parts.http.apiEndpoint,
        JOBS_TABLE: parts.jobs.tableName,
        ALLOWED_PRIVATE_ORIGINS: parts.allowedPrivateOrigins,
      },
    });
    postClientWebhook.mayDo(['dynamodb:Query'], [parts.jobs.tableArn]);
    new Rule(this, 'EndedJobs', {
      description: 'A job ended: tell the client that asked for it',
      eventPattern: {
        source: [EVENT_SOURCE],
        detailType: [JOB_EVENTS.done, JOB_EVENTS.partial, JOB_EVENTS.failed],
      },
      targets: [
        new LambdaFunction(postClientWebhook, {
          ...parts.undelivered.deliveryTo(postClientWebhook),
          event: RuleTargetInput.fromEventPath('$.detail'),
        }),
      ],
    });
  }
}
