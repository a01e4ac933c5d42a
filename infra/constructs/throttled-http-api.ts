import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CorsPreflightOptions,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { HouseFunction } from './house-function.ts';

export interface ThrottledHttpApiProps {
  readonly description: string;
  /** Requests a second in the long run. */
  readonly rateLimit: number;
  /** Requests that may come at once. */
  readonly burstLimit: number;
  readonly logRetentionDays: number;
  /** What pages of other origins may do; nothing without it. */
  readonly cors?: CorsPreflightOptions;
}

/** What an access log line says. Never the path or the query: they carry signatures and tokens. */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMilliseconds: '$context.responseLatency',
  sourceIp: '$context.identity.sourceIp',
};

/** An HTTP API with throttling and access logs, whose routes are functions. */
export class ThrottledHttpApi extends HttpApi {
  readonly #integrations = new Map<HouseFunction, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string, props: ThrottledHttpApiProps) {
    super(scope, id, {
      description: props.description,
      createDefaultStage: false,
      ...(props.cors === undefined ? {} : { corsPreflight: props.cors }),
    });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      // The prefix keeps CloudWatch's resource policy below its size limit, however many APIs an account has.
      logGroupName: `/aws/vendedlogs/apis/${Stack.of(this).stackName}`,
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: props.rateLimit, burstLimit: props.burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
  }

  /**
   * Lets a function answer a method and path, for example `GET /api/separation/get`.
   *
   * @param authorizer asked before each call; without one, anybody may call.
   */
  route(
    method: HttpMethod,
    path: string,
    answeredBy: HouseFunction,
    authorizer: IHttpRouteAuthorizer = new HttpNoneAuthorizer(),
  ): void {
    this.addRoutes({ path, methods: [method], integration: this.#integrationOf(answeredBy), authorizer });
  }

  /** Lets a function answer every method and path that has no route. */
  routeOthers(answeredBy: HouseFunction): void {
    new HttpRoute(this, 'Others', {
      httpApi: this,
      routeKey: HttpRouteKey.DEFAULT,
      // The permission for a whole API is for routes with a method and a path: `$default` has neither.
      integration: new HttpLambdaIntegration(`${answeredBy.node.id}Integration`, answeredBy),
    });
  }

  /** One for each function, however many routes it answers. */
  #integrationOf(answeredBy: HouseFunction): HttpLambdaIntegration {
    const existing = this.#integrations.get(answeredBy);
    if (existing !== undefined) return existing;
    const integration = new HttpLambdaIntegration(`${answeredBy.node.id}Integration`, answeredBy, {
      // One permission for the API in place of one for each route: a stack has room for 500 resources.
      scopePermissionToRoute: false,
    });
    this.#integrations.set(answeredBy, integration);
    return integration;
  }
}
