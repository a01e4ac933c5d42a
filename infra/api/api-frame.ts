import { Duration } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { timeLimits } from '../time-limits.ts';

/** What stands around the operations of the API. */
export interface ApiFrame {
  /** Finds out who makes a request. */
  readonly authorizer: IHttpRouteAuthorizer;
  /** Answers what no route takes. */
  readonly refuseUnknown: HouseFunction;
}

/**
 * Defines the authorizer of callers and the function for everything unknown.
 *
 * The authorizer is asked about every request, with or without a key: with an identity source, API Gateway would
 * refuse requests without one in its own words, and a remembered answer would outlive the revocation of a key.
 */
export function apiFrame(scope: Construct, { settings, callers }: PipelineParts): ApiFrame {
  const define = functionFamily(scope, {
    folder: 'functions/api',
    logRetentionDays: settings.logRetentionDays,
  });
  const authorizeCaller = define('authorize-caller', {
    description: 'Finds out by its key who makes a request to the API, and counts it',
    memoryMegabytes: 256,
    timeout: timeLimits.authorizerFunction,
    environment: {
      CALLERS_TABLE: callers.tableName,
      REQUESTS_PER_MINUTE: String(settings.api.requestsPerMinute),
    },
  });
  authorizeCaller.mayDo(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [callers.tableArn]);
  return {
    authorizer: new HttpLambdaAuthorizer('CallerAuthorizer', authorizeCaller, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: [],
      resultsCacheTtl: Duration.seconds(0),
    }),
    refuseUnknown: define('refuse-unknown', {
      description: 'Says that there is nothing under an address of the API, or what can be done there',
      memoryMegabytes: 256,
      timeout: timeLimits.httpFunction,
    }),
  };
}
