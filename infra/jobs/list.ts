import { jobState } from '../../shared/jobs/job.ts';
import { type JobList, type JobQuery, type JobSummary, listJobs } from '../../shared/jobs/list-jobs.ts';
import { asJson } from '../command-line/as-json.ts';
import { columns } from '../command-line/columns.ts';
import type { Command, CommandCall } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { shortTime } from '../command-line/short-time.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { describeCredits } from './describe-credits.ts';
import { pipelineOf } from './pipeline-access.ts';

const DEFAULT_LIMIT = 20;
const MOST_AT_ONCE = 1_000;

/** Lists jobs, newest first. */
export const list: Command = {
  name: 'list',
  usage: "list [text of the song's name]",
  summary: 'list jobs, the newest first',
  options: {
    state: { type: 'string', help: ['--state <state>', `only these: ${jobState.options.join(', ')}`] },
    month: { type: 'string', help: ['--month <2026-11>', 'only those submitted in this month (UTC)'] },
    recipe: { type: 'string', help: ['--recipe <name>', 'only those of this recipe'] },
    limit: { type: 'string', help: ['--limit <number>', `how many, ${DEFAULT_LIMIT} by default`] },
    after: { type: 'string', help: ['--after <cursor>', 'go on where an earlier list ended'] },
    ...JSON_OPTION,
  },
  async run(call) {
    const query = queryOf(call);
    const { table } = await pipelineOf(call);
    const found = await listJobs(table, query, call.now());
    if (call.flag('json')) call.print(asJson(found));
    else for (const line of describeList(found)) call.print(line);
  },
};

function queryOf({ words, option }: CommandCall): JobQuery {
  const [text, ...others] = words;
  if (others.length > 0) throw new WrongUsage('list takes one text; put one with spaces into quotes.');
  const state = jobState.optional().safeParse(option('state'));
  if (!state.success)
    throw new WrongUsage(
      `There is no state "${option('state')}". There are: ${jobState.options.join(', ')}.`,
    );
  const month = option('month');
  if (month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw new WrongUsage(`A month is written as 2026-11, not "${month}".`);
  }
  const limit = Number(option('limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_AT_ONCE) {
    throw new WrongUsage(`--limit is a whole number from 1 to ${MOST_AT_ONCE}.`);
  }
  return { text, state: state.data, month, recipe: option('recipe'), limit, cursor: option('after') };
}

function describeList({ jobs, cursor }: JobList): string[] {
  if (jobs.length === 0) return ['No such jobs.'];
  const lines = columns([['submitted', 'job', 'state', 'credits', 'song'], ...jobs.map(describeJob)]);
  const reasons = jobs.flatMap(({ jobId, failure }) =>
    failure === undefined ? [] : [`${jobId.slice(0, 8)}  ${failure.error}: ${failure.reason}`],
  );
  return [
    ...lines,
    ...(reasons.length > 0 ? ['', 'Why', ...reasons] : []),
    ...(cursor === undefined ? [] : ['', `There are more: --after ${cursor}`]),
  ];
}

function describeJob(summary: JobSummary): string[] {
  const { jobId, state, submittedAt, recipe, source } = summary;
  const song = recipe === undefined ? source.key : `${source.key} (${recipe})`;
  return [shortTime(submittedAt), jobId, state, describeCredits(summary), song];
}
