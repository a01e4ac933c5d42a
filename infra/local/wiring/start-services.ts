import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAwsEndpoint } from '../aws-endpoint/aws-endpoint.ts';
import type { JsonService } from '../aws-endpoint/json-service.ts';
import { createDistribution } from '../cloudfront/distribution.ts';
import { startLocalDynamoDb } from '../dynamodb/local-dynamodb.ts';
import { createLocalEventBridge } from '../event-bridge/local-event-bridge.ts';
import { startScheduleTimers } from '../event-bridge/schedule-timers.ts';
import { scheduledEvent } from '../event-bridge/scheduled-event.ts';
import { openEventJournal } from '../event-journal.ts';
import { createHttpApi } from '../http-api/http-api.ts';
import type { InvocationReport } from '../lambda/invocation-report.ts';
import { createLocalLambda, type LocalLambda } from '../lambda/local-lambda.ts';
import { LOCAL_REGION } from '../location.ts';
import type { PayloadLimits } from '../payload-limits.ts';
import { createLocalS3 } from '../s3/local-s3.ts';
import { createLocalSes, type LocalSes } from '../ses/local-ses.ts';
import { createLocalSns, type LocalSns } from '../sns/local-sns.ts';
import { type DeadLetterQueues, deadLetterQueues } from '../sqs/dead-letter-queues.ts';
import { createLocalStepFunctions, type LocalStepFunctions } from '../step-functions/local-step-functions.ts';
import { arn } from '../template/arn.ts';
import type { AssemblyStack } from '../template/read-assembly.ts';
import { queue } from '../template/resources/queue.ts';
import type { Addressable, AddressBook } from './address-book.ts';
import { distributionConfigs } from './distribution-configs.ts';
import { functionConfigs } from './function-configs.ts';
import { httpApiParts } from './http-api-parts.ts';
import type { Place } from './load-into-place.ts';
import { machineConfigs } from './machine-configs.ts';
import type { Doors } from './open-doors.ts';
import { ruleConfigs, scheduledRules } from './rule-configs.ts';
import { startBus } from './start-bus.ts';
import { bucketConfigs, tableConfigs } from './storage-configs.ts';
import { topicConfigs } from './topic-configs.ts';

export interface StartOptions {
  readonly place: Place;
  readonly assembly: readonly AssemblyStack[];
  readonly doors: Doors;
  readonly domains: readonly Addressable[];
  readonly addresses: AddressBook;
  readonly dataDirectory: string;
  readonly limits: PayloadLimits;
  readonly environmentsPerFunction: number | undefined;
  readonly log: (line: string) => void;
}

export interface Services {
  readonly lambda: LocalLambda;
  readonly stepFunctions: LocalStepFunctions;
  readonly queues: DeadLetterQueues;
  readonly ses: LocalSes;
  readonly sns: LocalSns;
  /** Grows with every invocation. */
  readonly reports: readonly InvocationReport[];
  /** Delivers a scheduled event to a rule's targets. */
  fire(ruleArn: string): Promise<void>;
}

/**
 * Starts every service of the templates and lets requests in.
 * @param starting Takes what has to be undone, in the order of starting; undone in the opposite order.
 */
export async function startServices(
  options: StartOptions,
  starting: AsyncDisposableStack,
): Promise<Services> {
  const { place, doors, dataDirectory, log } = options;
  const { stacks, iam, secretsManager } = place;
  const { authorize, findPrincipal } = iam;
  const directoryOf = (service: string) => {
    const directory = join(dataDirectory, service);
    mkdirSync(directory, { recursive: true });
    return directory;
  };

  const queues = deadLetterQueues(
    directoryOf('queues'),
    stacks.of(queue).map(({ identity: { name } }) => ({ name, arn: arn('sqs', name) })),
  );
  const journal = openEventJournal(directoryOf('events'));
  starting.defer(() => journal.close());
  const bus = startBus({ rules: ruleConfigs(stacks), iam, queues, journal, log });

  const s3 = createLocalS3({
    directory: directoryOf('s3'),
    findPrincipal,
    authorize,
    publish: bus.publish,
    onFault: (error) => log(`The local S3 failed: ${error instanceof Error ? error.stack : String(error)}`),
  });
  starting.defer(() => s3.close());
  for (const config of bucketConfigs(stacks)) s3.createBucket(config);

  const dynamoDb = await startLocalDynamoDb({
    directory: directoryOf('dynamodb'),
    tables: tableConfigs(stacks),
    authorize,
  });
  starting.defer(() => dynamoDb.stop());
  // No request may be under way when what it reads is closed.
  starting.defer(() => doors.stop());

  const reports: InvocationReport[] = [];
  const lambda = await createLocalLambda({
    functions: functionConfigs({ stacks, assembly: options.assembly, iam, queues, log }),
    environment: { AWS_ENDPOINT_URL: doors.endpoint.url, AWS_REGION: LOCAL_REGION },
    log: (functionName, line) => log(`[${functionName}] ${line}`),
    onReport: (report) => reports.push(report),
    directory: directoryOf('lambda'),
    limits: options.limits,
    maximumConcurrency: options.environmentsPerFunction,
  });
  starting.defer(() => lambda.stop());

  const stepFunctions = createLocalStepFunctions({
    machines: machineConfigs(stacks, iam),
    invokeLambda: (functionArn, payload, _roleName, onStart) => lambda.invoke(functionArn, payload, onStart),
    authorize,
    publish: bus.publish,
    directory: directoryOf('step-functions'),
  });
  starting.defer(() => stepFunctions.stop());
  const sns = createLocalSns({ directory: directoryOf('sns'), topics: topicConfigs(stacks), authorize, log });
  bus.connect({ lambda, stepFunctions, sns });
  starting.defer(() => bus.stop());

  const ses = createLocalSes({ directory: directoryOf('mails'), authorize, isAllowed: iam.isAllowed, log });

  const services = new Map<string, JsonService>([
    ['AWSEvents', createLocalEventBridge({ publish: bus.publish, authorize })],
    ['DynamoDB_20120810', dynamoDb],
    ['AWSStepFunctions', stepFunctions],
    ['secretsmanager', secretsManager],
  ]);
  doors.endpoint.answerWith(
    createAwsEndpoint({ services, restServices: new Map([['ses', ses]]), s3, findPrincipal }).handle,
  );
  openWebServers(options, lambda);

  const fire = (ruleArn: string) => bus.deliverTo(ruleArn, scheduledEvent(ruleArn));
  bus.resume();
  stepFunctions.resume();
  lambda.resume();
  starting.defer(startScheduleTimers(scheduledRules(stacks), (ruleArn) => void fire(ruleArn)));
  return { lambda, stepFunctions, queues, ses, sns, reports, fire };
}

/** Lets each HTTP API and distribution answer on the address it already has. */
function openWebServers(options: StartOptions, lambda: LocalLambda): void {
  const { place, doors, domains, addresses, limits, log } = options;
  const { stacks, iam } = place;
  const doorOf = (id: string) => domains.find(({ identity }) => identity.name === id);
  for (const [id, parts] of httpApiParts({ stacks, iam, lambda, limits, log })) {
    const addressable = doorOf(id);
    if (addressable !== undefined) doors.of(addressable).answerWith(createHttpApi(parts).handle);
  }
  const endpoint = doors.endpoint.url;
  for (const config of distributionConfigs({ stacks, iam, addresses, endpoint, log })) {
    const addressable = doorOf(config.id);
    if (addressable !== undefined) doors.of(addressable).answerWith(createDistribution(config).handle);
  }
}
