import { randomUUID } from 'node:crypto';
import { MvsepAmbiguous } from '../../../shared/errors/mvsep-ambiguous.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import { namesAnother } from '../../../shared/jobs/read-upload-id.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { CreatedSeparation } from '../../../shared/mvsep/client/create-separation.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import type { HandedOff, HandOff } from './hand-off-audio.ts';
import { type RecordCreatedDeps, recordCreated } from './record-created.ts';
import { type RefusalDeps, settleRefusal } from './settle-refusal.ts';
import { type MarkDeps, type MarkedStep, writeMark } from './write-mark.ts';

/** Time to write down that a request was given up, before the function itself is ended, in milliseconds. */
const TIME_TO_RECORD_MS = 10_000;
/** When a lost request is looked up first: until then a service that took it has usually listed it. */
const LOOK_UP_AFTER_MS = 5_000;

export interface HandOverDeps extends MarkDeps, RecordCreatedDeps, RefusalDeps {
  readonly client: Pick<MvsepClient, 'separation'>;
  /** Read before the mark is set, so that a missing secret is not mistaken for a lost request. */
  readonly token: () => Promise<string>;
  /** Address that the service is asked to call when this attempt has ended; undefined for none. */
  readonly webhookUrl: (step: Step) => Promise<string | undefined>;
  readonly handOff: Readonly<Record<'link' | 'upload', HandOff>>;
  /** How audio travels where the step itself does not say. */
  readonly audioHandoff: 'link' | 'upload';
}

/**
 * Hands a step that has its turn to the MVSep API, at most once, however often and however much at once this is
 * called.
 *
 * Before the request leaves, a mark is written that only one run can write. It goes away only when the service
 * surely charged nothing. After a lost answer the step stays marked, and the look-up of `start-queued` finds out.
 *
 * Whatever happens ends on the record: with a hash, with a result, queued again, or to be looked up.
 */
export async function handOver(deps: HandOverDeps, step: Step): Promise<void> {
  const run = { handoff: step.handoff ?? deps.audioHandoff, creatingBy: randomUUID() };
  let webhookUrl: string | undefined;
  let handedOff: HandedOff;
  try {
    // Everything that can fail without a doubt about money comes before the mark.
    await deps.token();
    webhookUrl = await deps.webhookUrl(step);
    handedOff = await deps.handOff[run.handoff](step, run.creatingBy);
  } catch (error) {
    // A refusal is final, or counted, only by who holds the mark: another run may be sending the request.
    const marked = await writeMark(deps, step, run);
    if (marked !== undefined) await settleRefusal(deps, marked, error);
    return;
  }
  const marked = await writeMark(deps, step, run);
  if (marked !== undefined) return request(deps, marked, handedOff, webhookUrl);
  deps.log.info('The step is handed over elsewhere, or has moved on', aboutStep(step));
  await discard(deps, step, handedOff);
}

async function request(
  deps: HandOverDeps,
  marked: MarkedStep,
  handedOff: HandedOff,
  webhookUrl: string | undefined,
): Promise<void> {
  const { separation } = marked;
  let created: CreatedSeparation;
  try {
    created = await deps.client.separation.create(
      {
        audio: handedOff.audio,
        separationType: separation.type,
        options: separation.options,
        outputFormat: separation.outputFormat,
        ...(webhookUrl === undefined ? {} : { webhookUrl }),
      },
      { signal: AbortSignal.timeout(Math.max(1, deps.remainingMs() - TIME_TO_RECORD_MS)) },
    );
  } catch (error) {
    if (!(error instanceof ServiceError) || error.charged !== 'no') return lookUpSoon(deps, marked, error);
    await discard(deps, marked, handedOff);
    return settleRefusal(deps, marked, error);
  }
  if (namesAnother(created.hash, marked)) {
    // What the service made of this request is not known.
    const error = new MvsepAmbiguous('The service answered with the hash of another separation.');
    return lookUpSoon(deps, marked, error);
  }
  await recordCreated(deps, marked, created);
}

/** Nobody knows whether the request arrived. It is over, so that the search can begin before this run must be dead. */
async function lookUpSoon(deps: HandOverDeps, marked: MarkedStep, error: unknown): Promise<void> {
  const at = deps.now();
  const name = error instanceof Error ? error.name : 'unknown';
  const isExpected = error instanceof MvsepAmbiguous;
  // The message of an error that is none of ours may quote the link.
  const detail = isExpected ? error.message : name;
  deps.log[isExpected ? 'warn' : 'error']('The answer to the request was lost; it is looked up', {
    ...aboutStep(marked),
    error: name,
  });
  await deps.jobs.changeStep(marked, {
    at,
    set: {
      creatingUntil: at.toISOString(),
      dueAt: new Date(at.getTime() + LOOK_UP_AFTER_MS).toISOString(),
    },
    event: { what: 'answer lost', detail },
    when: { state: ['creating'], equals: { creatingBy: marked.creatingBy } },
  });
}

/** What is left behind here does no harm, and is deleted with all old copies. */
async function discard({ log }: HandOverDeps, step: Step, handedOff: HandedOff): Promise<void> {
  try {
    await handedOff.discard();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    log.warn('A copy that was not sent could not be deleted', { ...aboutStep(step), error: name });
  }
}

function aboutStep({ jobId, step }: Step) {
  return { jobId, step };
}
