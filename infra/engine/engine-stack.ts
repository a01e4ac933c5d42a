import {
  CfnOutput,
  CfnParameter,
  Duration,
  RemovalPolicy,
  Stack,
  type StackProps,
  Validations,
} from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledgeFindings } from '../constructs/acknowledge-findings.ts';
import { EndedExecutionRule } from '../constructs/ended-execution-rule.ts';
import { FunctionClock } from '../constructs/function-clock.ts';
import { ThrottledHttpApi } from '../constructs/throttled-http-api.ts';
import { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import type { Settings } from '../settings.ts';
import { AccountCalls } from './account-calls.ts';
import { ApiPages } from './api-pages.ts';
import { BROWSER_ACCESS } from './browser-access.ts';
import { EngineBucket } from './engine-bucket.ts';
import { EngineDistribution } from './engine-distribution.ts';
import { EngineFunctions } from './engine-functions.ts';
import { EngineTables } from './engine-tables.ts';
import { EngineWorkflow } from './engine-workflow.ts';
import { FetchWorkflow } from './fetch-workflow.ts';
import { grantEngine } from './grant-engine.ts';
import { MODEL_PREFIXES, OperatorModels } from './operator-models.ts';
import { PublicationCalls } from './publication-calls.ts';
import { QUALITY_PREFIXES, QualityChecker } from './quality-checker.ts';
import { routeCalls } from './route-calls.ts';
import { SeparationCalls } from './separation-calls.ts';

/** As many characters as every api_token of the MVSep API has. */
const API_TOKEN_LENGTH = 30;

const ACCEPTED_OF_DISTRIBUTION: Readonly<Record<string, string>> = {
  'AwsSolutions-CFR1': 'Musicians live everywhere.',
  'AwsSolutions-CFR2':
    'The API throttles by itself; a firewall is a monthly price that an operator should choose.',
  'AwsSolutions-CFR3':
    'The API logs every call without its query; links of stems are secrets that a log should not hold.',
  'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk':
    'The bucket is reached under /storage/ alone, without a query: its root, which would list it, is not.',
  'AwsSolutions-CFR4':
    "The default certificate of CloudFront fixes the protocol; with a domain of one's own it can be raised.",
};

export interface EngineStackProps extends StackProps {
  readonly settings: Settings;
}

/** An MVSep API of one's own: it separates on Lambda and depends on nobody. */
export class EngineStack extends Stack {
  /** Where callers reach it: what stands for `https://mvsep.com` in their programs. */
  readonly url: string;
  /** The api_token of the account that comes with the Engine. */
  readonly ownerToken: Secret;

  constructor(scope: Construct, id: string, { settings, ...props }: EngineStackProps) {
    super(scope, id, props);
    const allowedPrivateOrigins = new CfnParameter(this, 'AllowedPrivateOrigins', {
      description:
        'Comma-separated origins to fetch songs from and post webhooks to although they are private',
      default: '',
    });
    const bucket = new EngineBucket(this, 'Storage');
    const tables = new EngineTables(this, 'Tables');
    const { separations } = tables;
    this.ownerToken = new Secret(this, 'OwnerToken', {
      description: 'The api_token of the account that comes with the Engine',
      generateSecretString: { passwordLength: API_TOKEN_LENGTH, excludePunctuation: true },
    });
    const tokenKey = new Secret(this, 'TokenKey', {
      description:
        'What the api_tokens of accounts follow from; with another one, every account gets another',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // As long as the accounts stay.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const api = new ThrottledHttpApi(this, 'Api', {
      description: 'MVSep API',
      rateLimit: 200,
      burstLimit: 400,
      logRetentionDays: settings.logRetentionDays,
      cors: BROWSER_ACCESS,
    });
    const distribution = new EngineDistribution(this, 'Distribution', {
      api,
      bucket,
      unlimitedUploads: settings.engine.unlimitedUploads,
    });
    this.url = `https://${distribution.distributionDomainName}`;

    const functions = new EngineFunctions(this, 'Functions', {
      settings,
      bucket,
      tables,
      engineUrl: this.url,
      ownerToken: this.ownerToken,
      tokenKey,
      allowedPrivateOrigins: allowedPrivateOrigins.valueAsString,
    });
    grantEngine(functions, { bucket, tables, ownerToken: this.ownerToken, tokenKey });
    const undelivered = new UndeliveredQueue(this, 'Undelivered');
    const separating = new EngineWorkflow(this, 'Workflow', { functions, settings }).stateMachine;
    const fetching = new FetchWorkflow(this, 'FetchWorkflow', { functions, settings }).stateMachine;
    new EndedExecutionRule(this, 'ExecutionEnded', {
      workflows: [separating, fetching],
      toldTo: functions.failSeparation,
      undelivered,
    });
    new FunctionClock(this, 'QueueClock', {
      description: 'Time to tend the queue',
      every: Duration.minutes(1),
      toldTo: functions.tendQueue,
      undelivered,
    });

    new OperatorModels(this, 'Models', { settings, bucket, tables, undelivered });

    const calls = { settings, tables, engineUrl: this.url, ownerToken: this.ownerToken };
    const accounts = new AccountCalls(this, 'Account', { ...calls, tokenKey });
    const answering = {
      ...new SeparationCalls(this, 'Separation', { ...calls, bucket }).answering,
      ...accounts.answering,
      ...new PublicationCalls(this, 'Publication', calls).answering,
      ...new QualityChecker(this, 'Quality', {
        ...calls,
        bucket,
        allowedPrivateOrigins: allowedPrivateOrigins.valueAsString,
      }).answering,
    };
    routeCalls(api, answering);
    new ApiPages(this, 'Pages', { ...calls, api, verifyAccount: accounts.verifyAccount });

    const prefixes = ['storage/temp/', 'storage/processed/', 'work/', ...MODEL_PREFIXES, ...QUALITY_PREFIXES];
    acknowledgeFindings(this, bucket, prefixes);
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The MVSep API defines how callers sign in: an api_token in the query or the form, checked by the functions.',
    });
    for (const [id, reason] of Object.entries(ACCEPTED_OF_DISTRIBUTION)) {
      Validations.of(distribution).acknowledge({ id, reason });
    }

    new CfnOutput(this, 'EngineUrl', { value: this.url, description: 'Use it instead of https://mvsep.com' });
    new CfnOutput(this, 'OwnerTokenSecretArn', { value: this.ownerToken.secretArn });
    new CfnOutput(this, 'SeparationsTableName', { value: separations.tableName });
    // What the operator's command line works on.
    new CfnOutput(this, 'AccountsTableName', { value: tables.accounts.tableName });
    new CfnOutput(this, 'PublicationsTableName', { value: tables.publications.tableName });
    new CfnOutput(this, 'QualityEntriesTableName', { value: tables.qualityEntries.tableName });
    new CfnOutput(this, 'BucketName', { value: bucket.bucketName });
    new CfnOutput(this, 'WorkflowArn', { value: separating.stateMachineArn });
  }
}
