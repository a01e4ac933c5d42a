import type * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import type { HttpApiParts } from '../http-api/http-api.ts';
import type { AuthorizerConfig, InvokeFunction } from '../http-api/http-api-config.ts';
import type { LocalIam } from '../iam/local-iam.ts';
import type { LocalLambda } from '../lambda/local-lambda.ts';
import type { PayloadLimits } from '../payload-limits.ts';
import { arn } from '../template/arn.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import { httpApi, httpApiIntegration, httpApiRoute, httpApiStage } from '../template/resources/http-api.ts';
import { httpApiAuthorizer } from '../template/resources/http-api-authorizer.ts';
import { nameOfArn } from './name-of-arn.ts';
import { withoutUndefined } from './without-undefined.ts';

export interface HttpApiOptions {
  readonly stacks: LoadedStacks;
  readonly iam: Pick<LocalIam, 'authorize' | 'servicePrincipal'>;
  readonly lambda: Pick<LocalLambda, 'invoke'>;
  readonly limits: PayloadLimits;
  readonly log: (line: string) => void;
}

/**
 * What each HTTP API of the templates is made of, by API id.
 * @throws Error for an API without stage and for a route whose target is no integration
 */
export function httpApiParts(options: HttpApiOptions): Map<string, HttpApiParts> {
  const { stacks } = options;
  return new Map(
    stacks.of(httpApi).map(({ identity, properties }) => {
      const id = identity.name;
      const cors = properties.CorsConfiguration;
      const parts: HttpApiParts = {
        api: withoutUndefined({
          id,
          name: properties.Name,
          cors:
            cors === undefined
              ? undefined
              : withoutUndefined({
                  allowOrigins: cors.AllowOrigins,
                  allowMethods: cors.AllowMethods,
                  allowHeaders: cors.AllowHeaders,
                  exposeHeaders: cors.ExposeHeaders,
                  allowCredentials: cors.AllowCredentials,
                  maxAgeSeconds: cors.MaxAge,
                }),
        }),
        routes: routesOf(stacks, id),
        stage: stageOf(options, id, `${identity.stack}/${identity.logicalId}`),
        invoke: invokeAs(options, id),
        limits: options.limits,
      };
      return [id, parts] as const;
    }),
  );
}

function routesOf(stacks: LoadedStacks, apiId: string): HttpApiParts['routes'] {
  const integrations = stacks.of(httpApiIntegration);
  return stacks
    .of(httpApiRoute)
    .filter(({ properties }) => properties.ApiId === apiId)
    .map(({ identity, properties }) => {
      const integration = integrations.find(
        (candidate) => properties.Target === `integrations/${candidate.identity.name}`,
      );
      if (integration === undefined) {
        throw new Error(`${identity.stack}/${identity.logicalId}: ${properties.Target} is no integration.`);
      }
      const functionName = nameOfArn(integration.properties.IntegrationUri);
      return withoutUndefined({
        routeKey: properties.RouteKey,
        functionArn: arn('lambda', `function:${functionName}`),
        timeoutMilliseconds: integration.properties.TimeoutInMillis,
        authorizer: authorizerOf(stacks, properties, `${identity.stack}/${identity.logicalId}`),
      });
    });
}

type Route = z.output<(typeof httpApiRoute)['schema']>;

/** @throws Error for a route that names an authorizer and does not use it, or the other way round. */
function authorizerOf(
  stacks: LoadedStacks,
  { ApiId, AuthorizationType, AuthorizerId }: Route,
  where: string,
): AuthorizerConfig | undefined {
  if (AuthorizationType !== 'CUSTOM') {
    if (AuthorizerId === undefined) return undefined;
    throw new Error(`${where}: an AuthorizerId has no effect without the AuthorizationType CUSTOM.`);
  }
  const authorizer = stacks
    .of(httpApiAuthorizer)
    .find(({ identity, properties }) => identity.name === AuthorizerId && properties.ApiId === ApiId);
  if (authorizer === undefined) throw new Error(`${where}: ${AuthorizerId} is no authorizer of its API.`);
  const functionName = nameOfArn(authorizer.properties.AuthorizerUri.replace(/\/invocations$/, ''));
  return { id: authorizer.identity.name, functionArn: arn('lambda', `function:${functionName}`) };
}

function stageOf({ stacks, log }: HttpApiOptions, apiId: string, where: string): HttpApiParts['stage'] {
  const stage = stacks.of(httpApiStage).find(({ properties }) => properties.ApiId === apiId)?.properties;
  if (stage === undefined) throw new Error(`${where}: an HTTP API without a stage cannot be called.`);
  const accessLog = stage.AccessLogSettings;
  return withoutUndefined({
    name: stage.StageName,
    defaultRouteSettings: throttling(stage.DefaultRouteSettings),
    routeSettings:
      stage.RouteSettings === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(stage.RouteSettings).map(([key, settings]) => [key, throttling(settings) ?? {}]),
          ),
    accessLog:
      accessLog === undefined
        ? undefined
        : { format: accessLog.Format, write: (line: string) => log(`[${where}] ${line}`) },
  });
}

function throttling(
  settings:
    | { ThrottlingBurstLimit?: number | undefined; ThrottlingRateLimit?: number | undefined }
    | undefined,
) {
  return settings === undefined
    ? undefined
    : withoutUndefined({
        throttlingBurstLimit: settings.ThrottlingBurstLimit,
        throttlingRateLimit: settings.ThrottlingRateLimit,
      });
}

/** Invokes a function as API Gateway: its permissions must allow this route or authorizer of this API. */
function invokeAs({ iam, lambda, log }: HttpApiOptions, apiId: string): InvokeFunction {
  return async (functionArn, event, source) => {
    try {
      iam.authorize(
        iam.servicePrincipal('apigateway.amazonaws.com', arn('execute-api', `${apiId}/${source}`)),
        'lambda:InvokeFunction',
        functionArn,
      );
      return await lambda.invoke(functionArn, event);
    } catch (error) {
      if (!(error instanceof AwsServiceError)) throw error;
      log(`The HTTP API ${apiId} could not invoke ${nameOfArn(functionArn)}: ${error.message}`);
      return { error: { errorType: error.code, errorMessage: error.message } };
    }
  };
}
