import { CfnParameter, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { JobsApi } from '../api/jobs-api.ts';
import { acknowledgeFindings } from '../constructs/acknowledge-findings.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import { MvsepApi } from '../mvsep-api/mvsep-api.ts';
import type { Settings } from '../settings.ts';
import { Syncs } from '../syncs/syncs.ts';
import { BUCKET_PREFIXES } from './bucket-prefixes.ts';
import { grantPipeline } from './grant-pipeline.ts';
import { JobTable } from './job-table.ts';
import { JobTriggers } from './job-triggers.ts';
import { mayChooseBest } from './may-choose-best.ts';
import { Operation } from './operation.ts';
import { PipelineFunctions } from './pipeline-functions.ts';
import { pipelineOutputs } from './pipeline-outputs.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import { publicApi } from './public-api.ts';
import { SeparationWorkflow } from './separation-workflow.ts';
import { SongBucket } from './song-bucket.ts';

export interface PipelineStackProps extends StackProps {
  readonly settings: Settings;
  /** The Engine to separate with instead of the address in the settings. */
  readonly engine?: { readonly url: string; readonly ownerToken: Secret };
}

/** Songs in, stems out, through any server that speaks the MVSep API. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { settings, engine, ...props }: PipelineStackProps) {
    super(scope, id, props);
    const allowedPrivateOrigins = new CfnParameter(this, 'AllowedPrivateOrigins', {
      description:
        'Comma-separated origins that stems may be copied from although their addresses are private',
      default: '',
    });
    const bucket = new SongBucket(this, 'Songs', settings);
    // Not under the id of the first table, which had other records: CloudFormation cannot make this one of it.
    const jobs = new JobTable(this, 'SongJobs');
    const webhookSecret = new Secret(this, 'WebhookSecret', {
      description: 'Signs the address of every webhook',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    const mvsepToken =
      engine?.ownerToken ??
      new Secret(this, 'MvsepToken', {
        description: 'Your api_token of the MVSep API',
        // Jobs may still wait for a service that the settings have just left.
        removalPolicy: RemovalPolicy.RETAIN,
      });
    const mvsepUrl = engine?.url ?? settings.upstream;
    const api = publicApi(this, settings);

    const functions = new PipelineFunctions(this, 'Functions', {
      settings,
      bucket,
      jobs,
      mvsepUrl,
      mvsepToken,
      webhookUrl: `${api.apiEndpoint}/webhooks/mvsep`,
      webhookSecret,
      allowedPrivateOrigins: allowedPrivateOrigins.valueAsString,
    });
    const workflow = new SeparationWorkflow(this, 'Workflow', { functions, settings }).stateMachine;
    for (const starter of [functions.onUpload, functions.sweepJobs]) {
      starter.addEnvironment('WORKFLOW_ARN', workflow.stateMachineArn);
    }
    grantPipeline(functions, { bucket, jobs, mvsepToken, webhookSecret, workflow });
    api.route(HttpMethod.ANY, '/webhooks/mvsep/{jobId}/{step}/{signature}', functions.receiveWebhook);
    api.route(HttpMethod.ANY, '/webhooks/mvsep/{signature}', functions.receiveWebhook);
    const undelivered = new UndeliveredQueue(this, 'Undelivered');
    new JobTriggers(this, 'Triggers', { bucket, workflow, functions, undelivered });
    const parts: PipelineParts = {
      settings,
      bucket,
      jobs,
      callers: new KeyedTable(this, 'Callers', { keep: true }),
      leaderboards: new KeyedTable(this, 'Leaderboards', { keep: true }),
      workflow,
      http: api,
      mvsepUrl,
      mvsepToken,
      webhookSecret,
      undelivered,
      allowedPrivateOrigins: allowedPrivateOrigins.valueAsString,
    };
    for (const chooser of [functions.onUpload, functions.sweepJobs]) mayChooseBest(chooser, parts);
    const { mail } = new Operation(this, 'Operation', { ...parts, functions });
    new JobsApi(this, 'JobsApi', parts);
    new MvsepApi(this, 'MvsepApi', parts);
    new Syncs(this, 'Syncs', { ...parts, told: mail });

    acknowledgeFindings(this, bucket, BUCKET_PREFIXES);
    pipelineOutputs(this, parts);
  }
}
