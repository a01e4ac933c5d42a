import { documentClient } from '../../shared/aws/document-client.ts';
import type { Submission } from '../../shared/submissions/submission.ts';
import { submissionDocument } from '../../shared/submissions/submission-document.ts';
import { createSubmissionTable } from '../../shared/submissions/submission-table.ts';
import { asJson } from '../command-line/as-json.ts';
import { columns } from '../command-line/columns.ts';
import type { Command, CommandCall } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { shortTime } from '../command-line/short-time.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';

/** Shows the zips that were dropped for the quality checker. */
export const entries: Command = {
  name: 'entries',
  usage: 'entries [id]',
  summary: 'list zips for the quality checker, or show one with its scores',
  options: {
    password: { type: 'boolean', help: ['--password', 'only the password that deletes the entry there'] },
    ...JSON_OPTION,
  },
  async run(call) {
    const [id, ...others] = call.words;
    if (others.length > 0) throw new WrongUsage('entries takes one id, or none for all.');
    const submissions = await submissionsOf(call);
    const all = await submissions.list();
    if (id === undefined) {
      if (call.flag('password')) throw new WrongUsage('Say whose password: entries <id> --password.');
      if (call.flag('json')) return call.print(asJson(all.map(submissionDocument)));
      for (const line of describeList(all)) call.print(line);
      return;
    }
    const found = chosen(all, id);
    if (call.flag('password')) return call.print(await submissions.password(found.submissionId));
    if (call.flag('json')) return call.print(asJson(submissionDocument(found)));
    for (const line of describeOne(found)) call.print(line);
  },
};

async function submissionsOf({ deployment: find }: CommandCall) {
  const deployment = await find();
  return createSubmissionTable({
    documents: documentClient(deployment.clientSettings()),
    tableName: deployment.output('LeaderboardTableName'),
  });
}

function chosen(all: readonly Submission[], id: string): Submission {
  const [found, ...others] = all.filter(({ submissionId }) => submissionId.startsWith(id));
  if (found === undefined) throw new Error(`There is no zip whose id begins with "${id}".`);
  if (others.length > 0) throw new Error(`Several ids begin with "${id}". Give more of it.`);
  return found;
}

function describeList(all: readonly Submission[]): string[] {
  if (all.length === 0) return ['Nothing was dropped for the quality checker.'];
  return columns([
    ['dropped', 'id', 'state', 'scores', 'zip'],
    ...all.map((one) => [
      shortTime(one.createdAt),
      one.submissionId,
      one.state,
      scoresOf(one) || '–',
      one.zip.key,
    ]),
  ]);
}

function describeOne(one: Submission): string[] {
  const { summary, times } = submissionDocument(one);
  const rows = [
    ['state', one.state],
    ['zip', one.zip.key],
    ['algorithm', one.wish?.algorithm],
    ['entry', one.link],
    ['scores', scoresOf(one)],
    ['says', one.message],
    ...Object.entries(times),
  ];
  const known = rows.flatMap(([label = '', value]) =>
    value === undefined || value === '' ? [] : [[label, value]],
  );
  return [summary, '', ...columns(known)];
}

function scoresOf({ sdr = {} }: Submission): string {
  // A table answers the entries of a map in any order.
  return Object.entries(sdr)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([stem, value]) => `${stem} ${value.toFixed(2)}`)
    .join(', ');
}
