import { StateMachine } from 'aws-local-stepfunctions';
import { isDefinition } from './is-definition.ts';
import { isJsonObject } from './json.ts';
import { rewriteState } from './rewrite-state.ts';
import { type TaskResource, taskResource } from './task-resource.ts';

/** The states of a machine, a branch or an item processor, ready to run. */
export interface PreparedLevel {
  readonly machine: StateMachine;
  /** The states as the library gets them. */
  readonly states: Readonly<Record<string, unknown>>;
  /** By state name: the type of each state, as history names it. */
  readonly stateTypes: ReadonlyMap<string, string>;
  /** The states that are run here and not by the library. */
  readonly work: ReadonlyMap<string, Work>;
}

/** What a state does that is run here. */
export type Work = TaskWork | MapWork | ParallelWork;

export interface TaskWork {
  readonly kind: 'task';
  readonly resource: TaskResource;
  /** Resource as written, for history. */
  readonly resourceArn: string;
  readonly timeoutSeconds: number;
}

export interface MapWork {
  readonly kind: 'map';
  readonly name: string;
  readonly processor: PreparedLevel;
  /** Picks the items out of the state's input. */
  readonly items: StateMachine;
  /** Makes an item's input; the item itself without one. */
  readonly itemSelector: StateMachine | undefined;
  readonly maxConcurrency: number | StateMachine;
}

export interface ParallelWork {
  readonly kind: 'parallel';
  readonly branches: readonly PreparedLevel[];
}

/** A task without TimeoutSeconds never times out on AWS; 23 days is as long as a timer here can run. */
const LONGEST_TIMEOUT_SECONDS = 2_000_000;

const unvalidated = { validationOptions: { noValidate: true } };

/**
 * Turns a checked definition into machines the library runs faithfully.
 *
 * Task, Map and Parallel states all become tasks with a handler of ours; the library does what surrounds them:
 * paths, payload templates, Retry, Catch, Choice, Wait. Map and Parallel are not left to the library, because
 * after a failure or a stop it goes on starting the items that were still queued, and repeats at once what
 * the failed branch's neighbours were about to retry; and because `$$.Map.Item` is missing inside its items.
 */
export function prepareDefinition(definition: object): PreparedLevel {
  return prepareLevel(definition);
}

/** The same states, begun at another. */
export function startingAt(level: PreparedLevel, state: string): PreparedLevel {
  return { ...level, machine: machineOf({ StartAt: state, States: level.states }) };
}

function prepareLevel(level: unknown): PreparedLevel {
  if (!isDefinition(level)) throw new Error('A definition without StartAt or States passed the check.');
  const stateTypes = new Map<string, string>();
  const work = new Map<string, Work>();
  const states: Record<string, unknown> = {};
  for (const [name, state] of Object.entries<unknown>(level.States)) {
    if (!isJsonObject(state)) continue;
    stateTypes.set(name, String(state.Type));
    const rewritten = rewriteState(state);
    const own = workOf(name, rewritten);
    if (own === undefined) {
      states[name] = rewritten;
      continue;
    }
    work.set(name, own);
    states[name] = asTask(rewritten);
  }
  return { machine: machineOf({ StartAt: level.StartAt, States: states }), states, stateTypes, work };
}

function workOf(name: string, state: Record<string, unknown>): Work | undefined {
  if (state.Type === 'Task') {
    const resourceArn = String(state.Resource);
    const resource = taskResource(resourceArn);
    if (resource === undefined) throw new Error(`The resource of "${name}" passed the check: ${resourceArn}`);
    const seconds = typeof state.TimeoutSeconds === 'number' ? state.TimeoutSeconds : LONGEST_TIMEOUT_SECONDS;
    return {
      kind: 'task',
      resource,
      resourceArn,
      timeoutSeconds: Math.min(seconds, LONGEST_TIMEOUT_SECONDS),
    };
  }
  if (state.Type === 'Map') return mapWork(name, state);
  if (state.Type === 'Parallel') {
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    return { kind: 'parallel', branches: branches.map(prepareLevel) };
  }
  return undefined;
}

function mapWork(name: string, state: Record<string, unknown>): MapWork {
  const selector = state.ItemSelector ?? state.Parameters;
  return {
    kind: 'map',
    name,
    processor: prepareLevel(state.ItemProcessor ?? state.Iterator),
    items: evaluator('ItemsPath' in state ? { InputPath: state.ItemsPath } : {}),
    itemSelector: selector === undefined ? undefined : evaluator({ Parameters: selector }),
    maxConcurrency:
      typeof state.MaxConcurrencyPath === 'string'
        ? evaluator({ InputPath: state.MaxConcurrencyPath })
        : Number(state.MaxConcurrency ?? 0),
  };
}

/** The shell the library runs for a state of ours: its fields around the work, under a timeout that never comes. */
function asTask(state: Record<string, unknown>): Record<string, unknown> {
  const {
    Branches,
    ItemProcessor,
    Iterator,
    ItemsPath,
    ItemSelector,
    MaxConcurrency,
    MaxConcurrencyPath,
    ...rest
  } = state;
  const { Parameters, ...withoutParameters } = rest;
  return {
    // A Map's Parameters are the older spelling of its ItemSelector: they are for each item, not for the state.
    ...(state.Type === 'Map' ? withoutParameters : rest),
    Type: 'Task',
    Resource: 'local',
    TimeoutSeconds: LONGEST_TIMEOUT_SECONDS,
  };
}

/** A machine of one state that only evaluates a path or a template, so that the library's evaluation is the only one. */
function evaluator(fields: Record<string, unknown>): StateMachine {
  return machineOf({ StartAt: 'Evaluate', States: { Evaluate: { Type: 'Pass', ...fields, End: true } } });
}

function machineOf(definition: object): StateMachine {
  if (!isDefinition(definition)) throw new Error('A prepared definition has lost its states.');
  return new StateMachine(definition, unvalidated);
}
