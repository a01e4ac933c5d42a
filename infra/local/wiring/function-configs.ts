import { randomUUID } from 'node:crypto';
import { AwsServiceError } from '../aws-service-error.ts';
import type { LocalIam } from '../iam/local-iam.ts';
import type { FunctionConfig } from '../lambda/function-config.ts';
import type { DeadLetterQueues } from '../sqs/dead-letter-queues.ts';
import { arn } from '../template/arn.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import type { AssemblyStack } from '../template/read-assembly.ts';
import { eventInvokeConfig } from '../template/resources/event-invoke-config.ts';
import { lambdaFunction } from '../template/resources/lambda-function.ts';
import { nameOfArn } from './name-of-arn.ts';
import { withoutUndefined } from './without-undefined.ts';

export interface FunctionConfigOptions {
  readonly stacks: LoadedStacks;
  readonly assembly: readonly AssemblyStack[];
  readonly iam: LocalIam;
  readonly queues: DeadLetterQueues;
  readonly log: (line: string) => void;
}

/**
 * The functions of the templates.
 * @throws Error for code that is not an asset of the assembly, and for a role that Lambda may not assume
 */
export function functionConfigs(options: FunctionConfigOptions): FunctionConfig[] {
  const { stacks, assembly, iam } = options;
  const invokeConfigs = stacks.of(eventInvokeConfig).map(({ properties }) => properties);
  return stacks.of(lambdaFunction).map(({ identity, properties }) => {
    const { name, stack, logicalId } = identity;
    const functionArn = arn('lambda', `function:${name}`);
    const roleName = nameOfArn(properties.Role);
    if (!iam.mayAssume(roleName, 'lambda.amazonaws.com', functionArn)) {
      throw new Error(`${stack}/${logicalId}: the role ${roleName} does not let Lambda assume it.`);
    }
    const directory = assembly.find((one) => one.name === stack)?.assets.get(properties.Code.S3Key);
    if (directory === undefined) {
      throw new Error(
        `${stack}/${logicalId}: its code ${properties.Code.S3Key} is no asset of the assembly.`,
      );
    }
    const asynchronous = invokeConfigs.find(({ FunctionName }) => nameOfArn(FunctionName) === name);
    const destination = asynchronous?.DestinationConfig?.OnFailure?.Destination;
    return withoutUndefined({
      name,
      arn: functionArn,
      directory,
      handler: properties.Handler,
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      environment: properties.Environment?.Variables ?? {},
      credentials: iam.credentialsOfRole(roleName),
      reservedConcurrency: properties.ReservedConcurrentExecutions,
      maximumRetryAttempts: asynchronous?.MaximumRetryAttempts,
      onFailure:
        destination === undefined
          ? undefined
          : failureDestination(options, functionArn, roleName, destination),
    });
  });
}

/** Writes the record of a failed asynchronous call to a queue, with the rights of the function's role. */
function failureDestination(
  { iam, queues, log }: FunctionConfigOptions,
  functionArn: string,
  roleName: string,
  queueArn: string,
): NonNullable<FunctionConfig['onFailure']> {
  return (event, error) => {
    const record = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: randomUUID(),
        functionArn: `${functionArn}:$LATEST`,
        condition: 'RetriesExhausted',
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: error,
    };
    try {
      iam.authorize(iam.rolePrincipal(roleName), 'sqs:SendMessage', queueArn);
      queues.send(queueArn, { body: record, attributes: {} });
    } catch (refusal) {
      if (!(refusal instanceof AwsServiceError)) throw refusal;
      log(`The failed event of ${nameOfArn(functionArn)} could not be kept: ${refusal.message}`);
    }
  };
}
