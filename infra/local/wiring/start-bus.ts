import { randomUUID } from 'node:crypto';
import { AwsServiceError } from '../aws-service-error.ts';
import { createEventBus, type EventBus, type RuleConfig } from '../event-bridge/event-bus.ts';
import type { EventJournal } from '../event-journal.ts';
import type { LocalIam } from '../iam/local-iam.ts';
import type { LocalLambda } from '../lambda/local-lambda.ts';
import type { LocalSns } from '../sns/local-sns.ts';
import type { DeadLetterQueues } from '../sqs/dead-letter-queues.ts';
import type { LocalStepFunctions } from '../step-functions/local-step-functions.ts';
import { deliverToTarget } from './deliver-to-target.ts';

export interface BusOptions {
  readonly rules: readonly RuleConfig[];
  readonly iam: LocalIam;
  readonly queues: DeadLetterQueues;
  readonly journal: EventJournal;
  readonly log: (line: string) => void;
}

/** What rules may have as targets. */
interface BusTargets {
  readonly lambda: LocalLambda;
  readonly stepFunctions: LocalStepFunctions;
  readonly sns: LocalSns;
}

/** The default bus; sources may hold it before its targets exist. */
export interface ConnectableBus extends EventBus {
  connect(targets: BusTargets): void;
}

/** Makes the default bus with dead-letter queues that honour their policies. */
export function startBus({ rules, iam, queues, journal, log }: BusOptions): ConnectableBus {
  const connected = Promise.withResolvers<BusTargets>();
  const bus = createEventBus({
    rules,
    journal,
    log,
    deliver: async (target, rule, payload) => {
      const { lambda, stepFunctions, sns } = await connected.promise;
      const startExecution = async (
        stateMachineArn: string,
        input: unknown,
        principal: Parameters<typeof stepFunctions.call>[2],
      ) => {
        const body = { stateMachineArn, name: randomUUID(), input: JSON.stringify(input) };
        await stepFunctions.call('StartExecution', body, principal);
      };
      const services = { iam, lambda, startExecution, publishMessage: sns.publish };
      await deliverToTarget(services, target, rule, payload);
    },
    deadLetter(queueArn, undelivered, rule) {
      try {
        iam.authorize(iam.servicePrincipal('events.amazonaws.com', rule.arn), 'sqs:SendMessage', queueArn);
        queues.send(queueArn, undelivered);
      } catch (error) {
        if (!(error instanceof AwsServiceError)) throw error;
        log(`The event that ${rule.name} could not deliver is lost: ${error.message}`);
      }
    },
  });
  return { ...bus, connect: connected.resolve };
}
