import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, type HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
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
  constructor(scope: Construct, id: string, props: ThrottledHttpApiProps) {
    super(scope, id, { description: props.description, createDefaultStage: false });
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

  /** Lets a function answer a method and path, for example `GET /api/separation/get`. */
  route(method: HttpMethod, path: string, answeredBy: HouseFunction): void {
    this.addRoutes({
      path,
      methods: [method],
      integration: new HttpLambdaIntegration(`${answeredBy.node.id}Integration`, answeredBy),
    });
  }
}
