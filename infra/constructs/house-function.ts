import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type ILayerVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundleFunction } from './bundle-function.ts';

/** What a function of this house says of itself; everything else is the same for all. */
export interface HouseFunctionProps {
  /** Path of the entry file from the root of the repository. */
  readonly entry: string;
  readonly description: string;
  readonly memoryMegabytes: number;
  readonly timeout: Duration;
  readonly logRetentionDays: number;
  readonly environment?: Record<string, string>;
  /** Files to lie beside the bundle. */
  readonly files?: readonly string[];
  /** What the function finds beside its bundle that is not part of this repository. */
  readonly layers?: readonly ILayerVersion[];
  /** The function streams files that are larger than its memory. */
  readonly streams?: boolean;
}

/**
 * A Lambda function with the house defaults: Node 24 on arm64, one bundled module, JSON logs kept for a set
 * time in a group of its own, active tracing, and a role that may do nothing until it is allowed to.
 */
export class HouseFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: HouseFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A role of its own instead of AWS's basic one, which may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: bundleFunction(props.entry, props.files),
      handler: 'index.handler',
      memorySize: props.memoryMegabytes,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
      ...(props.layers === undefined ? {} : { layers: [...props.layers] }),
      environment: { NODE_OPTIONS: nodeOptions(props), ...props.environment },
    });
  }

  /**
   * Allows the function exactly these actions on exactly these resources.
   *
   * @example createSeparation.mayDo(['s3:GetObject'], [bucket.arnForObjects('uploads/*')]);
   */
  mayDo(actions: readonly string[], resources: readonly string[]): void {
    this.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /**
   * The same for something that itself depends on the function, such as the workflow that calls it: the
   * grant is a policy of its own, for which the function does not wait.
   */
  mayDoToItsCaller(actions: readonly string[], resources: readonly string[]): void {
    const statement = new PolicyStatement({ actions: [...actions], resources: [...resources] });
    this.role?.attachInlinePolicy(new Policy(this, 'CallerPolicy', { statements: [statement] }));
  }
}

/**
 * A small young generation frees the buffers of a stream as they pass: the copy of one GiB then peaks at about
 * 120 MB instead of 220, at the same speed (`npm run bench copy`).
 */
function nodeOptions({ streams }: HouseFunctionProps): string {
  return streams ? '--enable-source-maps --max-semi-space-size=1' : '--enable-source-maps';
}
