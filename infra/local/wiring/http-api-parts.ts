import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import type { HttpApiParts } from '../http-api/http-api.ts';
import type { InvokeFunction } from '../http-api/http-api-config.ts';
import type { LocalIam } from '../iam/local-iam.ts';
import type { LocalLambda } from '../lambda/local-lambda.ts';
import type { PayloadLimits } from '../payload-limits.ts';
import { arn } from '../template/arn.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import { httpApi, httpApiIntegration, httpApiRoute, httpApiStage } from '../template/resources/http-api.ts';
import { nameOfArn } from './name-of-arn.ts';
import { withoutUndefined } from './without-undefined.ts';

export interface HttpApiOptions {
  readonly stacks: LoadedStacks;
  readonly iam: LocalIam;
  readonly lambda: LocalLambda;
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
      });
    });
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

const invokedEvent = z.object({
  routeKey: z.string(),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});

/** Invokes a function as API Gateway: the function's permissions must allow this route of this API. */
function invokeAs({ iam, lambda, log }: HttpApiOptions, apiId: string): InvokeFunction {
  return async (functionArn, event) => {
    const { routeKey, requestContext } = invokedEvent.parse(event);
    const path =
      routeKey === '$default'
        ? '/$default'
        : `/${requestContext.http.method}${routeKey.replace(/^\S+ /, '')}`;
    const source = arn('execute-api', `${apiId}/$default${path}`);
    try {
      iam.authorize(
        iam.servicePrincipal('apigateway.amazonaws.com', source),
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
