import { AwsServiceError } from '../aws-service-error.ts';
import { type BusEvent, busEvent, type PublishEvent } from '../bus-event.ts';
import type { EventJournal } from '../event-journal.ts';
import { compileInput, type MakePayload, type TargetInput } from './compile-input.ts';
import { compilePattern, type EventTest } from './compile-pattern.ts';
import { deliverWithRetries, type RetryPolicy, type Wait } from './deliver-with-retries.ts';

/** One rule of the default bus. */
export interface RuleConfig {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly pattern?: Readonly<Record<string, unknown>> | undefined;
  readonly targets: readonly TargetConfig[];
}

export interface TargetConfig extends TargetInput {
  readonly id: string;
  readonly arn: string;
  /** Role that EventBridge assumes to reach the target. */
  readonly roleArn?: string | undefined;
  readonly retryPolicy?: RetryPolicy | undefined;
  readonly deadLetterArn?: string | undefined;
}

/** An event that could not be delivered, as EventBridge writes it to a dead-letter queue. */
export interface UndeliveredEvent {
  readonly body: unknown;
  readonly attributes: Readonly<Record<'RULE_ARN' | 'TARGET_ARN' | 'ERROR_CODE' | 'ERROR_MESSAGE', string>>;
}

export interface EventBusOptions {
  readonly rules: readonly RuleConfig[];
  /** Hands a payload to a target; an AwsServiceError below 500 is final, anything else is tried again. */
  readonly deliver: (target: TargetConfig, rule: RuleConfig, payload: unknown) => Promise<void>;
  readonly deadLetter: (queueArn: string, undelivered: UndeliveredEvent, rule: RuleConfig) => void;
  /** Keeps published events until each target is served. */
  readonly journal: EventJournal;
  readonly log: (line: string) => void;
  readonly wait?: Wait;
}

export interface EventBus {
  /**
   * Matches an event against all enabled rules and delivers it in the background. It is in the journal when this
   * returns: a process that ends before a target is served leaves it to `resume` of the next.
   */
  readonly publish: PublishEvent;
  /** Delivers an event to the targets of one rule, whatever its pattern; settles when all are served. */
  deliverTo(ruleArn: string, event: BusEvent): Promise<void>;
  /** Takes up the published events that an earlier process was not done with. */
  resume(): void;
  /** Leaves what is still waiting to be tried again to the next process; settles when nothing is under way. */
  stop(): Promise<void>;
}

interface CompiledRule {
  readonly rule: RuleConfig;
  readonly matches: EventTest | undefined;
  readonly targets: readonly CompiledTarget[];
}

interface CompiledTarget {
  readonly target: TargetConfig;
  readonly payloadOf: MakePayload;
}

/**
 * The default event bus.
 * @throws Error naming the rule when a pattern or an input cannot be compiled
 */
export function createEventBus(options: EventBusOptions): EventBus {
  const rules = options.rules.map(compileRule);
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();

  const serve = async (
    rule: RuleConfig,
    { target, payloadOf }: CompiledTarget,
    event: BusEvent,
    settled?: () => void,
  ): Promise<void> => {
    const error = await deliverWithRetries(
      async () => options.deliver(target, rule, payloadOf(event, rule)),
      target.retryPolicy ?? {},
      stopping.signal,
      options.wait,
    );
    // What stopping cut short stays in the journal.
    if (error !== undefined && stopping.signal.aborted && settled !== undefined) return;
    if (error !== undefined) fail(rule, target, event, error);
    settled?.();
  };
  const fail = (rule: RuleConfig, target: TargetConfig, event: BusEvent, error: Error): void => {
    options.log(`The rule ${rule.name} could not deliver to ${target.arn}: ${error.message}`);
    if (target.deadLetterArn === undefined) return;
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: error instanceof AwsServiceError ? error.code : error.name,
      ERROR_MESSAGE: error.message,
    };
    options.deadLetter(target.deadLetterArn, { body: event, attributes }, rule);
  };
  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work
      .catch((error: unknown) => options.log(`The event bus failed: ${String(error)}`))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  };

  const serveKept = (id: number, rule: RuleConfig, target: CompiledTarget, event: BusEvent): void => {
    if (stopping.signal.aborted) return;
    void track(serve(rule, target, event, () => options.journal.remove(id)));
  };

  return {
    publish(event) {
      for (const { rule, matches, targets } of rules) {
        if (!rule.enabled || matches?.({ ...event }) !== true) continue;
        for (const target of targets) {
          serveKept(options.journal.add(addresseeOf(rule, target), event), rule, target, event);
        }
      }
    },
    async deliverTo(ruleArn, event) {
      const compiled = rules.find(({ rule }) => rule.arn === ruleArn);
      if (compiled === undefined) throw new Error(`There is no rule ${ruleArn}.`);
      await Promise.all(compiled.targets.map((target) => track(serve(compiled.rule, target, event))));
    },
    resume() {
      const all = rules.flatMap(({ rule, targets }) => targets.map((target) => ({ rule, target })));
      for (const { id, addressee, payload } of options.journal.pending()) {
        const found = all.find(({ rule, target }) => addresseeOf(rule, target) === addressee);
        if (found !== undefined) serveKept(id, found.rule, found.target, busEvent.parse(payload));
        else {
          options.log(`An event of an earlier start is dropped: there is no target ${addressee} any more`);
          options.journal.remove(id);
        }
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

/** Names one target of one rule, in the journal. */
function addresseeOf(rule: RuleConfig, { target }: CompiledTarget): string {
  return `${rule.arn} ${target.id}`;
}

function compileRule(rule: RuleConfig): CompiledRule {
  try {
    return {
      rule,
      matches: rule.pattern === undefined ? undefined : compilePattern(rule.pattern),
      targets: rule.targets.map((target) => ({ target, payloadOf: compileInput(target) })),
    };
  } catch (cause) {
    throw new Error(`The rule ${rule.name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
