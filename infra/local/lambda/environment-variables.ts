import path from 'node:path';
import type { FunctionConfig } from './function-config.ts';

/**
 * The variables one execution environment starts with: those Lambda sets
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), those common to the local cloud, and
 * the function's own. Nothing of the host's environment is passed on, so that a function cannot come to depend on
 * it. AWS_SESSION_TOKEN is absent: local keys are permanent.
 */
export function environmentVariables(
  config: FunctionConfig,
  runtimeApi: string,
  common: Readonly<Record<string, string>>,
): Record<string, string> {
  const region = common.AWS_REGION ?? config.arn.split(':')[3] ?? '';
  return {
    PATH: [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(path.delimiter),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${config.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    ...common,
    ...config.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: config.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: config.credentials.secretAccessKey,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMegabytes),
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: config.directory,
    _HANDLER: config.handler,
  };
}
