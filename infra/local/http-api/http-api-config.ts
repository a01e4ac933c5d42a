/** An HTTP API of API Gateway (AWS::ApiGatewayV2::Api, ProtocolType HTTP). */
export interface ApiConfig {
  readonly id: string;
  readonly name: string;
  readonly cors?: HttpApiCors;
}

/** CorsConfiguration of the API. */
export interface HttpApiCors {
  readonly allowOrigins?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
  readonly maxAgeSeconds?: number;
}

/** A route with its AWS_PROXY integration, payload format 2.0. */
export interface RouteConfig {
  /** "GET /jobs/{id}", "ANY /files/{proxy+}" or "$default". */
  readonly routeKey: string;
  readonly functionArn: string;
  /** TimeoutInMillis of the integration; 30,000 when absent, which is also AWS's maximum. */
  readonly timeoutMilliseconds?: number;
  /** Asked before the function; anyone may call a route without one. */
  readonly authorizer?: AuthorizerConfig;
}

/** An authorizer of type REQUEST: payload format 2.0, simple responses, no identity source, nothing cached. */
export interface AuthorizerConfig {
  readonly id: string;
  readonly functionArn: string;
}

/** The stage; only "$default" is modelled, which serves from the root. */
export interface StageConfig {
  readonly name: string;
  readonly defaultRouteSettings?: RouteThrottling;
  /** By route key. */
  readonly routeSettings?: Readonly<Record<string, RouteThrottling>>;
  readonly accessLog?: {
    /** The template's AccessLogSettings.Format, with $context variables. */
    readonly format: string;
    readonly write: (line: string) => void;
  };
}

export interface RouteThrottling {
  readonly throttlingBurstLimit?: number;
  /** Requests a second. */
  readonly throttlingRateLimit?: number;
}

/**
 * Calls a function; the payload is the event of format 2.0.
 * @param source What of the API calls it, as its ARN ends: `$default/GET/jobs/{id}`, `authorizers/abc123`.
 */
export type InvokeFunction = (functionArn: string, event: object, source: string) => Promise<FunctionResult>;

export type FunctionResult =
  | { readonly payload: unknown }
  | { readonly error: { readonly errorType: string; readonly errorMessage: string } };
