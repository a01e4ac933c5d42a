import type { WholeJob } from '../../shared/jobs/job-table.ts';
import type { Step } from '../../shared/jobs/step.ts';
import { columns } from '../command-line/columns.ts';
import { shortTime } from '../command-line/short-time.ts';
import { describeCredits } from './describe-credits.ts';

/** The whole story of a job for somebody who was just called because of it. */
export function describeJob({ job, steps }: WholeJob): string[] {
  const { source, audio, failure } = job;
  const facts: (readonly [string, string | undefined])[] = [
    [
      'song',
      `${source.key}  (${megabytes(source.bytes)}${audio === undefined ? '' : `, ${audio.seconds} s`})`,
    ],
    ['job', job.jobId],
    ['state', stateOf({ job, steps })],
    ['recipe', job.recipe],
    ['submitted', `${shortTime(job.submittedAt)} UTC, attempt ${job.attempt}`],
    ['credits', describeCredits(job)],
    ['folder', job.folder === undefined ? undefined : `${job.folder}/`],
    ['manifest', job.manifestKey],
    ['why', failure === undefined ? undefined : `${failure.error}: ${failure.reason}`],
  ];
  const stems = steps.flatMap(({ files }) => Object.values(files));
  return [
    ...columns(facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    ...section('Steps', steps.flatMap(describeStep)),
    ...section('Stems', columns(stems.map(({ key, bytes }) => [key, megabytes(bytes)]))),
    ...section('History (UTC)', history({ job, steps })),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function stateOf({ job: { state, credits, endedAt, cancelledAt, events } }: WholeJob): string {
  const deletedAt = events.find(({ what }) => what === 'deleted')?.at;
  if (state === 'deleted' && deletedAt !== undefined) return `deleted since ${shortTime(deletedAt)}`;
  if (endedAt !== undefined) return `${state} since ${shortTime(endedAt)}`;
  if (cancelledAt !== undefined) return `${state}, being cancelled since ${shortTime(cancelledAt)}`;
  if (state !== 'over-budget') return state;
  return credits?.approved === true
    ? `${state}, approved: begins within a minute`
    : `${state}, waits for credits`;
}

function describeStep(step: Step): string[] {
  const { parent, separation, choice, credits, failure, cachedFrom, polls, separationHash, remoteHash } =
    step;
  const input = parent === undefined ? 'the song' : `${parent.stem} of ${parent.step}`;
  const hash = separationHash ?? remoteHash;
  return [
    `${step.step}: ${progressOf(step)}`,
    `  ${separation.name}, of ${input}, attempt ${step.attempt}`,
    ...(choice === undefined ? [] : [`  ${choice.wish}: ${choice.because}`]),
    `  ${moneyOf(credits)}${cachedFrom === undefined ? '' : `, copied from job ${cachedFrom.jobId}`}`,
    ...(polls === 0
      ? []
      : [`  the service was asked ${polls === 1 ? 'once' : `${polls} times`} how far it is`]),
    ...(hash === undefined ? [] : [`  in the history of the account: ${hash}`]),
    ...(failure === undefined ? [] : [`  ${failure.error} while ${failure.phase}: ${failure.reason}`]),
  ];
}

function progressOf({ state, progress, work, dueAt, endedAt, files, cancelledAt }: Step): string {
  if (state === 'done')
    return `done, ${Object.keys(files).length} stems${endedAt ? `, ${shortTime(endedAt)}` : ''}`;
  if (state === 'failed') return `failed${endedAt ? `, ${shortTime(endedAt)}` : ''}`;
  const place =
    progress?.position === undefined ? '' : ` at ${progress.position} of ${progress.queueLength ?? '?'}`;
  const news = progress === undefined ? '' : `, the service says ${progress.status}${place}`;
  const next = work === undefined || dueAt === undefined ? '' : `, next: ${work} from ${shortTime(dueAt)}`;
  return `${state}${cancelledAt === undefined ? '' : ' (being cancelled)'}${news}${next}`;
}

function moneyOf({ quoted, charged, reserved, refunded, settledAt }: Step['credits']): string {
  const price = quoted === undefined ? 'price not known' : `${quoted} quoted`;
  const cost =
    settledAt === undefined
      ? reserved > 0
        ? 'set aside'
        : 'nothing charged yet'
      : `${charged ?? 0} charged`;
  return `credits: ${price}, ${cost}${refunded === undefined ? '' : `, ${refunded} given back`}`;
}

function history({ job, steps }: WholeJob): string[] {
  const lines = [
    ...job.events.map((event) => ({ ...event, about: 'job' })),
    ...steps.flatMap(({ step, events }) => events.map((event) => ({ ...event, about: String(step) }))),
  ];
  return columns(
    lines
      .sort((left, right) => (left.at < right.at ? -1 : Number(left.at > right.at)))
      .map(({ at, about, what, detail }) => [
        shortTime(at),
        about,
        detail === undefined ? what : `${what}: ${detail}`,
      ]),
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
