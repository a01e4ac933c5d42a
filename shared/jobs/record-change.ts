import type { Job } from './job.ts';
import type { Step, StoredFile } from './step.ts';

/** Details longer than this are cut, so that no event can fill the item. */
const MAXIMUM_DETAIL = 500;

/** What must hold for a change to be written; the record must always exist. */
interface Conditions<Kept extends { readonly state: string }> {
  readonly state?: readonly Kept['state'][];
  readonly absent?: readonly (keyof Kept)[];
  readonly equals?: Partial<Kept>;
  /** Attributes that must be missing or not later than this (times, as ISO text). */
  readonly notAfter?: Partial<Kept>;
}

/** One step of a record's story, written in one conditional call. */
interface RecordChange<Kept extends { readonly state: string }> {
  /** When it happened. */
  readonly at: Date;
  readonly remove?: readonly (keyof Kept)[];
  /** A line for the record's history. Only for what happens a bounded number of times. */
  readonly event?: { readonly what: string; readonly detail?: string };
  readonly when?: Conditions<Kept>;
}

export interface JobChange extends RecordChange<Job> {
  readonly set?: Partial<Omit<Job, 'jobId' | 'events' | 'changeId'>>;
}

export interface StepChange extends RecordChange<Step> {
  readonly set?: Partial<Omit<Step, 'jobId' | 'step' | 'events' | 'polls' | 'changeId'>>;
  /** A stem that was stored, under its place in the result. */
  readonly file?: { readonly index: number; readonly stored: StoredFile };
  /** Counts one look at the service. */
  readonly countPoll?: boolean;
}

interface Update {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, unknown>;
}

/**
 * The parts of an `UpdateItem` call (or of one write of a transaction) that carry out a change.
 *
 * @param changeId written with it, so that the writer can recognize its own change on the record
 */
export function recordUpdate(change: JobChange | StepChange, changeId: string): Update {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (attribute: string): string => {
    names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  };
  const value = (given: unknown): string => {
    const placeholder = `:v${Object.keys(values).length}`;
    values[placeholder] = given;
    return placeholder;
  };
  const condition = conditions(change.when ?? {}, name, value);
  const at = change.at.toISOString();

  const set = Object.entries({ ...change.set, updatedAt: at, changeId }).flatMap(([attribute, given]) =>
    given === undefined ? [] : [`${name(attribute)} = ${value(given)}`],
  );
  if ('file' in change && change.file) {
    names['#index'] = String(change.file.index);
    set.push(`${name('files')}.#index = ${value(change.file.stored)}`);
  }
  if (change.event) {
    const { what, detail } = change.event;
    const event = {
      at,
      what,
      ...(detail === undefined ? {} : { detail: detail.slice(0, MAXIMUM_DETAIL).toWellFormed() }),
    };
    set.push(`${name('events')} = list_append(#events, ${value([event])})`);
  }
  const clauses = [`SET ${set.join(', ')}`];
  if (change.remove?.length) clauses.push(`REMOVE ${change.remove.map(name).join(', ')}`);
  if ('countPoll' in change && change.countPoll) clauses.push(`ADD ${name('polls')} ${value(1)}`);

  return {
    UpdateExpression: clauses.join(' '),
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function conditions(
  when: {
    readonly state?: readonly string[];
    readonly absent?: readonly string[];
    readonly equals?: object;
    readonly notAfter?: object;
  },
  name: (attribute: string) => string,
  value: (given: unknown) => string,
): string {
  const all = [`attribute_exists(${name('pk')})`];
  if (when.state) all.push(`${name('state')} IN (${when.state.map(value).join(', ')})`);
  for (const attribute of when.absent ?? []) all.push(`attribute_not_exists(${name(attribute)})`);
  for (const [attribute, given] of Object.entries(when.equals ?? {})) {
    all.push(`${name(attribute)} = ${value(given)}`);
  }
  for (const [attribute, given] of Object.entries(when.notAfter ?? {})) {
    all.push(`(attribute_not_exists(${name(attribute)}) OR ${name(attribute)} <= ${value(given)})`);
  }
  return all.join(' AND ');
}
