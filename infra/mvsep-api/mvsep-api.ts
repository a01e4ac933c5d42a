import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { CALLS } from '../../shared/mvsep/contract/calls.ts';
import { methodsOf } from '../../shared/mvsep/contract/methods-of.ts';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { timeLimits } from '../time-limits.ts';
import { ClientWebhooks } from './client-webhooks.ts';
import { type PathFunction, pathFunctions } from './path-functions.ts';

const METHODS = { GET: HttpMethod.GET, HEAD: HttpMethod.HEAD, POST: HttpMethod.POST } as const;

/** Which function answers a call of the contract, by its name; every other call is refused with a sentence. */
const ANSWERED_BY: Readonly<Record<string, string>> = {
  'separation.create': 'create-separation',
  'separation.get': 'get-separation',
  'separation.getRemote': 'get-remote-separation',
  'separation.cancel': 'cancel-separation',
  'app.separationHistory': 'list-history',
  'app.user': 'show-user',
  'app.queue': 'show-queue',
  'app.algorithms': 'forward-call',
  'app.news': 'forward-call',
  'app.demo': 'forward-call',
  'qualityChecker.queue': 'forward-call',
  'qualityChecker.leaderboard': 'forward-call',
  'qualityChecker.entry': 'forward-call',
  'app.enablePremium': 'forward-account-call',
  'app.disablePremium': 'forward-account-call',
  'app.enableLongFilenames': 'forward-account-call',
  'app.disableLongFilenames': 'forward-account-call',
  'qualityChecker.add': 'forward-account-call',
  'qualityChecker.delete': 'forward-account-call',
  'app.login': 'refuse-call',
  'app.register': 'refuse-call',
};

/**
 * The way in for programs that know the MVSep API: its own paths, with jobs of the Pipeline behind them. What is no
 * job goes on to the service.
 */
export class MvsepApi extends Construct {
  constructor(scope: Construct, id: string, parts: PipelineParts) {
    super(scope, id);
    const functions = new Map(
      Object.entries(pathFunctions(parts)).map(([name, own]) => [name, this.#define(parts, name, own)]),
    );
    const answering = (name: string | undefined): HouseFunction => {
      const found = functions.get(name ?? '');
      if (found === undefined) throw new Error(`There is no function ${name} for the MVSep paths.`);
      return found;
    };
    for (const call of CALLS) {
      const answeredBy = answering(ANSWERED_BY[call.name]);
      for (const method of methodsOf(call)) parts.http.route(METHODS[method], call.path, answeredBy);
    }
    parts.http.route(HttpMethod.ANY, '/api/{others+}', answering('refuse-call'));
    for (const method of [HttpMethod.GET, HttpMethod.HEAD]) {
      parts.http.route(method, '/storage/{file+}', answering('open-file'));
    }
    new ClientWebhooks(this, 'ClientWebhooks', parts);
  }

  /** Every function counts how often its caller calls; what else it may follows from what it is for. */
  #define(parts: PipelineParts, name: string, own: PathFunction): HouseFunction {
    const { settings, jobs, callers, mvsepToken } = parts;
    const { memoryMegabytes = 256, mayDo = [], mayAlso, knowsTokens = false, forwards = false } = own;
    const define = functionFamily(this, {
      folder: 'functions/mvsep-api',
      logRetentionDays: settings.logRetentionDays,
      environment: {
        API_URL: parts.http.apiEndpoint,
        JOBS_TABLE: jobs.tableName,
        CALLERS_TABLE: callers.tableName,
        CALLS_PER_MINUTE: String(settings.api.requestsPerMinute),
        ...(knowsTokens ? { MVSEP_TOKEN_SECRET: mvsepToken.secretArn } : {}),
        ...(forwards
          ? { MVSEP_URL: parts.mvsepUrl, REQUESTS_PER_MINUTE: String(settings.requestsPerMinute) }
          : {}),
      },
    });
    const answering = define(name, {
      description: own.description,
      memoryMegabytes,
      timeout: timeLimits.httpFunction,
      environment: { ...own.environment },
    });
    answering.mayDo(['dynamodb:UpdateItem'], [callers.tableArn]);
    if (knowsTokens) {
      answering.mayDo(['dynamodb:GetItem'], [callers.tableArn]);
      answering.mayDo(['secretsmanager:GetSecretValue'], [mvsepToken.secretArn]);
    }
    // The budget of requests to the service.
    if (forwards) answering.mayDo(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [jobs.tableArn]);
    for (const [actions, resources] of mayDo) answering.mayDo(actions, resources);
    mayAlso?.(answering);
    return answering;
  }
}
