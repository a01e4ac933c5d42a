/**
 * The runtime client inside one execution environment: loads the handler and serves it from the Runtime API
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
 *
 * Plain JavaScript on purpose: letting Node strip types here would add 40 ms to every cold start and 17 MB to
 * every environment (measured). It has no dependency, because it runs with the asset directory as its world.
 *
 * Its standard input is a lifeline: the parent holds the other end and never writes. When the parent dies, even
 * by SIGKILL, the pipe ends and so does this process.
 */
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { enableCompileCache, flushCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where compiled code is kept between environments; without it none is. */
const [compileCache] = process.argv.splice(2);
if (compileCache) enableCompileCache(compileCache);

const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
const runtimeApi = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true });

/** Request id of the event in hand; undefined between two events. */
let currentRequestId;

process.stdin.on('error', endWithParent).on('close', endWithParent).resume();
process.on('uncaughtException', (error) => endWith(describeError(error), 129));
process.on('unhandledRejection', (reason) =>
  endWith(
    {
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: String(reason),
      trace: stackLines(reason),
    },
    128,
  ),
);

function endWithParent() {
  process.exit(1);
}

/** One exchange with the Runtime API; without it there is nothing to live for. */
function call(method, resource, body, headers = {}) {
  return new Promise((resolve) => {
    const outgoing = request(`${runtimeApi}${resource}`, { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', endWithParent);
      response.on('end', () =>
        resolve({ headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.on('error', endWithParent);
    outgoing.end(body);
  });
}

function stackLines(thrown) {
  return thrown instanceof Error && thrown.stack !== undefined ? thrown.stack.split('\n') : [];
}

function describeError(thrown) {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: stackLines(thrown) };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

function logError(kind, description) {
  process.stderr.write(
    `${new Date().toISOString()}\t${currentRequestId ?? 'undefined'}\tERROR\t${kind}\t${JSON.stringify(description)}\n`,
  );
}

/** Reports an error nobody caught and ends the environment, as AWS does: its state is not to be trusted. */
async function endWith(description, exitCode) {
  logError(currentRequestId === undefined ? 'Uncaught Exception' : 'Invoke Error', description);
  const requestId = currentRequestId;
  currentRequestId = undefined;
  const resource = requestId === undefined ? '/init/error' : `/invocation/${requestId}/error`;
  await call('POST', resource, JSON.stringify(description), { 'local-environment': 'ending' });
  process.exit(exitCode);
}

/** An error of the runtime's own, named as AWS names it. */
class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

async function loadHandler() {
  const setting = process.env._HANDLER ?? '';
  const parts = /^(.*?)([^/.]+)\.(.+)$/.exec(setting);
  if (parts === null) {
    throw new RuntimeError('Runtime.MalformedHandlerName', `Bad handler ${setting}`);
  }
  const [, folder, name, exportPath] = parts;
  const stem = path.resolve(root, folder, name);
  const file = ['', '.js', '.mjs', '.cjs']
    .map((extension) => stem + extension)
    .find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${name}' in ${root}`);
  }
  const loaded = await importModule(file);
  const pick = (from) => exportPath.split('.').reduce((value, key) => value?.[key], from);
  const handler = pick(loaded) ?? pick(loaded.default);
  if (handler === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${setting} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${setting} is not a function`);
  }
  if (handler.length > 2) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
        'To resolve this error, change the handler to an async function.',
    );
  }
  return handler;
}

async function importModule(file) {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`);
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`);
    }
    throw error;
  }
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    // Kept settable for code written for older runtimes; a handler's promise alone decides when it is done.
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function serialize(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (error) {
    throw new RuntimeError('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`);
  }
}

async function serveOne(handler) {
  const { headers, text } = await call('GET', '/invocation/next');
  const requestId = headers['lambda-runtime-aws-request-id'];
  currentRequestId = requestId;
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
  let answer;
  try {
    answer = ['response', serialize(await handler(JSON.parse(text), contextOf(headers)))];
  } catch (error) {
    const description = describeError(error);
    logError('Invoke Error', description);
    answer = ['error', JSON.stringify(description)];
  }
  currentRequestId = undefined;
  await call('POST', `/invocation/${requestId}/${answer[0]}`, answer[1]);
}

async function main() {
  let handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    await endWith(describeError(error), 1);
    return;
  }
  await serveOne(handler);
  // Now, because an environment is killed rather than ended, and because what the first event needed is compiled.
  if (compileCache) flushCompileCache();
  for (;;) await serveOne(handler);
}

await main();
