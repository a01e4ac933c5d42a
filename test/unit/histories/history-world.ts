import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import { WrongJobState } from '../../../shared/errors/wrong-job-state.ts';
import { createJobTable, type JobTable } from '../../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { stemSound } from '../../upstream/stem-sound.ts';
import type { DynamoDbServer } from '../shared/aws/dynamodb-server.ts';
import { pipelineTableLayout } from '../shared/jobs/job-table-server.ts';
import { type HistoryFunctions, historyFunctions } from './history-functions.ts';
import { MemoryEventBus } from './memory-event-bus.ts';
import { MemoryS3 } from './memory-s3.ts';
import { type Execution, MemoryStepFunctions } from './memory-step-functions.ts';
import { MvsepDoor } from './mvsep-door.ts';
import { type Dangers, OutgoingCalls } from './outgoing-calls.ts';
import { StateFailure } from './run-workflow.ts';
import { Simulation } from './simulation.ts';
import type { Branch } from './workflow-definition.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** What Lambda does with an event that a function failed on: once more after one minute, and after two. */
const ASYNCHRONOUS_RETRIES = [MINUTE, 2 * MINUTE];

export interface HistoryOptions {
  readonly seed: number;
  readonly server: DynamoDbServer;
  readonly definition: Branch;
}

/** What may differ between histories besides chance. */
export interface Circumstances {
  readonly premium: boolean;
  readonly audioHandoff: 'link' | 'upload';
  readonly webhooks: 'job' | 'none';
  readonly creditsPerMonth: number | undefined;
}

const doors = new Map<string, MvsepDoor>();

/** The service that a history reaches under this host name. */
export function doorOf(host: string): MvsepDoor {
  const door = doors.get(host);
  if (door === undefined) throw new Error(`Nobody answers at ${host}.`);
  return door;
}

/** One history: the real use cases on a real table, among services that live in memory, on a clock of its own. */
export class HistoryWorld {
  readonly simulation: Simulation;
  readonly calls: OutgoingCalls;
  readonly s3: MemoryS3;
  readonly mvsep: MvsepDoor;
  readonly stepFunctions: MemoryStepFunctions;
  readonly bus: MemoryEventBus;
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly circumstances: Circumstances;
  /** How often somebody asked for a retry of a step after a failure that was, or may have been, charged. */
  readonly paidRetries = new Map<string, number>();
  readonly #server: DynamoDbServer;
  readonly #functions: HistoryFunctions;
  /** Events that were given up on, to be delivered once more when nothing goes wrong any more. */
  readonly #undelivered: (() => void)[] = [];
  #clocksRun = true;

  constructor({ seed, server, definition }: HistoryOptions) {
    const simulation = new Simulation(seed);
    this.#server = server;
    this.simulation = simulation;
    this.circumstances = {
      premium: simulation.chance(0.7),
      audioHandoff: simulation.chance(0.75) ? 'link' : 'upload',
      webhooks: simulation.chance(0.7) ? 'job' : 'none',
      creditsPerMonth: simulation.chance(0.2) ? 6 : undefined,
    };
    this.calls = new OutgoingCalls(simulation);
    this.s3 = new MemoryS3();
    this.mvsep = new MvsepDoor({ simulation, s3: this.s3, premium: this.circumstances.premium });
    if (simulation.chance(0.3)) {
      const broken = simulation.between(0, 3);
      this.mvsep.model.failing = ({ id }) => (id % 4 === broken ? 'The model ran out of memory.' : undefined);
    }
    this.mvsep.onSeparation = (hash) => this.#tellOfEnd(hash);
    this.bus = new MemoryEventBus(({ detailType, detail }) => {
      if (detailType !== 'Turn Given') return;
      this.deliver('Separate', detail);
      if (simulation.chance(0.1)) this.deliver('Separate', detail);
    });
    this.stepFunctions = new MemoryStepFunctions({
      simulation,
      definition,
      invoke: (functionId, payload) => this.#invokeForWorkflow(functionId, payload),
      onUnhappyEnd: (execution) => this.#tellOfUnhappyEnd(execution),
    });
    this.table = { documents: server.documents, tableName: `history-${seed}` };
    this.jobs = createJobTable(this.table);
    this.#functions = historyFunctions(this);
    this.#wind('StartQueued', 2 * MINUTE);
    this.#wind('PollSeparations', 2 * MINUTE);
    this.#wind('SettleCharges', 15 * MINUTE);
  }

  get host(): string {
    return `${this.table.tableName}.mvsep.test`;
  }

  async open(): Promise<void> {
    doors.set(this.host, this.mvsep);
    await this.#server.createTable(pipelineTableLayout(this.table.tableName));
  }

  async close(): Promise<void> {
    this.#clocksRun = false;
    doors.delete(this.host);
    await this.#server.documents.send(new DeleteTableCommand({ TableName: this.table.tableName }));
  }

  /** From now on things go wrong this often. */
  endanger(dangers: Dangers, faultiness: number): void {
    this.calls.dangers = dangers;
    this.mvsep.faultiness = faultiness;
  }

  /** Delivers what was given up on, as somebody does who looks into the queue of undelivered events. */
  redeliver(): void {
    for (const again of this.#undelivered.splice(0)) again();
  }

  /** Invokes a function with an event, as EventBridge does: three tries, and then a queue. */
  deliver(name: string, event: unknown, attempt = 0): void {
    const { simulation } = this;
    const delay = attempt === 0 ? simulation.between(5, 500) : (ASYNCHRONOUS_RETRIES[attempt - 1] ?? 0);
    simulation.schedule(delay, name, async () => {
      try {
        await this.invoke(name, event);
      } catch (error) {
        simulation.tell(`${name}: failed with ${String(error)}`);
        if (attempt < ASYNCHRONOUS_RETRIES.length) this.deliver(name, event, attempt + 1);
        else this.#undelivered.push(() => this.deliver(name, event));
      }
    });
  }

  invoke(name: string, event: unknown): Promise<unknown> {
    const known = this.#functions[name];
    if (known === undefined) throw new Error(`There is no function ${name}.`);
    return this.calls.invoke(name, known.timeoutMs, () => known.run(event));
  }

  /** Somebody gives a command, until it works. */
  async operate(command: string, jobId: string): Promise<void> {
    const { simulation } = this;
    simulation.tell(`somebody gives the command ${command} for ${jobId}`);
    try {
      await this.invoke(command, jobId);
    } catch (error) {
      if (error instanceof WrongJobState || error instanceof ServiceError) return;
      simulation.tell(`${command}: failed with ${String(error)}`);
      simulation.schedule(MINUTE, command, () => this.operate(command, jobId));
    }
  }

  async #invokeForWorkflow(functionId: string, payload: unknown): Promise<unknown> {
    const name = /^Functions(\w+?)[0-9A-F]{8}$/.exec(functionId)?.[1] ?? functionId;
    try {
      return await this.invoke(name, payload);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.simulation.tell(`${name}: failed with ${error.name}: ${error.message}`);
      throw new StateFailure(error.name, JSON.stringify({ errorMessage: error.message }));
    }
  }

  /** Clocks strike less often than they should, so that what they do is missing for longer; and ever less often. */
  #wind(name: string, leastMs: number): void {
    const { simulation } = this;
    const slowness = Math.min(10, Math.max(1, (simulation.now - simulation.start) / HOUR));
    const delayMs = simulation.between(leastMs, 5 * leastMs) * slowness;
    simulation.schedule(delayMs, name, async () => {
      if (!this.#clocksRun) return;
      this.#wind(name, leastMs);
      await this.invoke(name, {}).catch((error) => {
        simulation.tell(`${name}: failed with ${String(error)}`);
      });
    });
  }

  #tellOfEnd(hash: string): void {
    const { simulation, mvsep } = this;
    const separation = mvsep.model.separations.get(hash);
    if (separation?.webhookUrl === undefined) return;
    const [, jobId, step, signature] =
      /\/webhooks\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(separation.webhookUrl) ?? [];
    const webhook = { jobId, step, signature };
    const untilEnd = mvsep.model.endOf(separation) - simulation.now;
    // Too early, twice, late, never.
    if (simulation.chance(0.1)) this.#postWebhook(simulation.between(0, untilEnd), webhook);
    if (simulation.chance(0.2)) this.#postWebhook(untilEnd + simulation.between(1, 20) * MINUTE, webhook);
    if (simulation.chance(0.7)) this.#postWebhook(untilEnd + 100, webhook);
  }

  #postWebhook(delayMs: number, webhook: object): void {
    this.simulation.schedule(delayMs, 'webhook', async () => {
      await this.invoke('ReceiveWebhook', webhook).catch((error) => {
        this.simulation.tell(`ReceiveWebhook: failed with ${String(error)}`);
      });
    });
  }

  #tellOfUnhappyEnd({ arn, name, input, status, failure }: Execution): void {
    this.simulation.tell(`the execution ${name} is ${status}`);
    this.deliver('FailJob', {
      executionArn: arn,
      status,
      input,
      error: failure?.error ?? null,
      cause: failure?.cause ?? null,
    });
  }

  /** Drops a song in the bucket after some time; `like` names another song of the same bytes. */
  upload(key: string, delayMs: number, metadata: Readonly<Record<string, string>> = {}, like = key): void {
    const { simulation } = this;
    simulation.schedule(delayMs, 'upload', async () => {
      const etag = this.s3.put(key, stemSound(like), metadata);
      const event = { detail: { bucket: { name: 'songs' }, object: { key, etag, size: 1 } } };
      this.deliver('OnUpload', event);
      // EventBridge delivers at least once.
      if (simulation.chance(0.2)) this.deliver('OnUpload', event);
    });
  }
}
