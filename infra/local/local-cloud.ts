import type { Denial } from './iam/local-iam.ts';
import type { InvocationReport } from './lambda/invocation-report.ts';
import type { InvokeResult } from './lambda/invoke-result.ts';
import { LOCAL_REGION } from './location.ts';
import { AWS_PAYLOAD_LIMITS, MACHINE_PAYLOAD_LIMITS } from './payload-limits.ts';
import type { Credentials } from './principal.ts';
import type { SentMail } from './ses/sent-mail.ts';
import type { Notification } from './sns/notification.ts';
import type { DeadLetter } from './sqs/dead-letter-queues.ts';
import { readAssembly } from './template/read-assembly.ts';
import { addressables, addressBook } from './wiring/address-book.ts';
import { lockDataDirectory } from './wiring/data-directory-lock.ts';
import { loadIntoPlace } from './wiring/load-into-place.ts';
import { openDoors } from './wiring/open-doors.ts';
import { resourceFinder } from './wiring/resource-finder.ts';
import { startServices } from './wiring/start-services.ts';

/** Addresses that stack parameters may need. */
interface Addresses {
  /** The AWS endpoint. */
  readonly endpoint: string;
  /** Address of an HTTP API or distribution; see `LocalCloud.address`. */
  address(logicalIdPrefix: string): string;
}

export interface LocalCloudOptions {
  /** Folder of a synthesized CDK app (cdk.out). */
  readonly assembly: string;
  /** Names of the stacks to run. */
  readonly stacks: readonly string[];
  /** Where all state is kept; deleted, the next start is the first. */
  readonly dataDirectory: string;
  /** Fixed ports, by "endpoint" or by logical id prefix of an HTTP API or distribution; others are chosen. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Stack parameters by stack and name. */
  readonly parameters?: (addresses: Addresses) => Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By logical id prefix: an address that stands before an HTTP API or distribution, used in its place. */
  readonly fronts?: Readonly<Record<string, string>>;
  /**
   * Bodies of any size through HTTP APIs to functions, instead of AWS's 10 and 6 MB; up to 402 million bytes,
   * which is as much as an event can hold.
   */
  readonly unlimitedUploads?: boolean;
  /**
   * Most environments of one function at once; more calls wait. Each is a process of some 90 MB. By default the
   * processors of this machine, at least 4.
   */
  readonly environmentsPerFunction?: number;
  /** Gets one line at a time: what functions write, access logs, denials, what could not be delivered. */
  readonly log: (line: string) => void;
}

/**
 * A running local cloud. Resources are named by the beginning of their logical id, "Api" or "Stack/Api",
 * since the CDK appends a digest.
 */
export interface LocalCloud {
  /** Address of the AWS endpoint: S3, DynamoDB, Step Functions, EventBridge, Secrets Manager, SES. */
  readonly endpoint: string;
  readonly region: string;
  /** Key pair with all rights. */
  readonly credentials: Credentials;
  /** Outputs by stack and name, addresses local. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Address of an HTTP API or distribution, or of its front if it has one. */
  address(logicalIdPrefix: string): string;
  /** Address of the HTTP API or distribution itself, for what stands in front of it. */
  ownAddress(logicalIdPrefix: string): string;
  invoke(functionLogicalIdPrefix: string, payload: unknown): Promise<InvokeResult>;
  /** Fires a scheduled rule now, disabled ones too; settles when its targets have taken the event. */
  fireSchedule(ruleLogicalIdPrefix: string): Promise<void>;
  /** Takes an action (wildcards allowed) away from a role, until the next start. For tests of missing grants. */
  revoke(roleLogicalIdPrefix: string, action: string): void;
  /** Every message in a dead-letter queue, earlier starts included. */
  deadLetters(): readonly DeadLetter[];
  /** Every mail that was sent, earlier starts included, oldest first. */
  mails(): readonly SentMail[];
  /** Every mail to a subscriber of a topic, earlier starts included, oldest first. */
  notifications(): readonly Notification[];
  /** Every call refused since the start. */
  denials(): readonly Denial[];
  /** The figures of every invocation since the start: duration, cold start, peak memory. */
  reports(): readonly InvocationReport[];
  /** State transitions since the data directory was made, of one execution or of all. */
  countStateTransitions(executionArn?: string): number;
  /** Stops everything and leaves neither process nor open handle. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Runs the stacks of a synthesized CDK app on this machine, as they would be deployed.
 *
 * @throws Unmodelled with everything in the templates that the local cloud cannot do
 * @throws Error when the data directory is in use, a given port is taken, or the assembly is missing
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { dataDirectory, log, environmentsPerFunction, fronts = {} } = options;
  const assembly = await readAssembly(options.assembly, options.stacks);
  await using starting = new AsyncDisposableStack();
  starting.defer(lockDataDirectory(dataDirectory));

  const domains = addressables(assembly);
  const doors = await openDoors(dataDirectory, domains, options.ports ?? {}, (door) =>
    starting.defer(() => door.stop()),
  );
  const addresses = addressBook(domains, (addressable) => doors.of(addressable).url, fronts);
  const endpoint = doors.endpoint.url;
  const parameters = options.parameters?.({ endpoint, address: addresses.address }) ?? {};
  const place = loadIntoPlace({ assembly, parameters, addresses, dataDirectory, log });
  const limits = options.unlimitedUploads ? MACHINE_PAYLOAD_LIMITS : AWS_PAYLOAD_LIMITS;
  const services = await startServices(
    { place, assembly, doors, domains, addresses, dataDirectory, limits, environmentsPerFunction, log },
    starting,
  );

  const find = resourceFinder(place.stacks);
  const running = starting.move();
  let stopped: Promise<void> | undefined;
  return {
    endpoint,
    region: LOCAL_REGION,
    credentials: place.iam.operator,
    outputs: place.stacks.outputs,
    address: addresses.address,
    ownAddress: addresses.ownAddress,
    invoke: (prefix, payload) => services.lambda.invoke(find.functionName(prefix), payload),
    fireSchedule: (prefix) => services.fire(find.ruleArn(prefix)),
    revoke: (prefix, action) => place.iam.revoke(find.roleName(prefix), action),
    deadLetters: () => services.queues.messages(),
    mails: () => services.ses.mails(),
    notifications: () => services.sns.notifications(),
    denials: () => place.iam.denials(),
    reports: () => [...services.reports],
    countStateTransitions: services.stepFunctions.countStateTransitions,
    stop() {
      stopped ??= running.disposeAsync();
      return stopped;
    },
  };
}
