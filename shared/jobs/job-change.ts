import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Job, JobState, StoredFile } from './job.ts';

/** Details longer than this are cut, so that no event can fill the item. */
const MAXIMUM_DETAIL = 500;

/** One step of a job's story, written in one conditional call. */
export interface JobChange {
  /** When the step happened. */
  readonly at: Date;
  readonly set?: Partial<Omit<Job, 'jobId' | 'events' | 'files' | 'polls' | 'changeId'>>;
  readonly remove?: readonly (keyof Job)[];
  /** A stem that was stored, under its place in the result. */
  readonly file?: { readonly index: number; readonly stored: StoredFile };
  /** Counts one look at the service. */
  readonly countPoll?: boolean;
  /** A line for the record's history. Only for steps whose number is bounded. */
  readonly event?: { readonly what: string; readonly detail?: string };
  /** What must hold for anything to be written; the record must always exist. */
  readonly when?: {
    readonly state?: readonly JobState[];
    readonly absent?: readonly (keyof Job)[];
    readonly equals?: Partial<Pick<Job, 'creatingBy' | 'dueAt' | 'taskToken'>>;
    /** Attributes that must be missing or not later than this. */
    readonly notAfter?: Partial<Pick<Job, 'tokenAt'>>;
  };
}

type Update = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/**
 * The parts of an `UpdateItem` call that carry out a change.
 *
 * @param changeId written with it, so that the writer can recognize its own change on the record
 */
export function jobUpdate(change: JobChange, changeId: string): Update {
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
  if (change.file) {
    names['#index'] = String(change.file.index);
    set.push(`${name('files')}.#index = ${value(change.file.stored)}`);
  }
  if (change.event) {
    const { what, detail } = change.event;
    const event = { at, what, ...(detail === undefined ? {} : { detail: detail.slice(0, MAXIMUM_DETAIL) }) };
    set.push(`${name('events')} = list_append(#events, ${value([event])})`);
  }
  const clauses = [`SET ${set.join(', ')}`];
  if (change.remove?.length) clauses.push(`REMOVE ${change.remove.map(name).join(', ')}`);
  if (change.countPoll) clauses.push(`ADD ${name('polls')} ${value(1)}`);

  return {
    UpdateExpression: clauses.join(' '),
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function conditions(
  when: NonNullable<JobChange['when']>,
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
