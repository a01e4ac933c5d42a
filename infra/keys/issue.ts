import type * as z from 'zod';
import { callerScope, callerSight, ownerName } from '../../shared/callers/caller.ts';
import { issueKey, type KeyOrder } from '../../shared/callers/issue-key.ts';
import { asJson } from '../command-line/as-json.ts';
import type { Command, CommandCall } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { callerKeys } from './caller-keys.ts';
import { describeRights } from './describe-rights.ts';

/** Issues a key, and shows it this once. */
export const issue: Command = {
  name: 'issue',
  usage: 'issue --owner <name>',
  summary: 'issue a key for the API, and show it this once',
  options: {
    owner: { type: 'string', help: ['--owner <name>', 'whose jobs it makes: letters, digits and dashes'] },
    scope: { type: 'string', help: ['--scope read|write', 'look only, or also make, change and pay; write'] },
    sees: { type: 'string', help: ['--sees own|all', "the jobs of its owner, or everybody's; own"] },
    note: { type: 'string', help: ['--note <text>', 'who has it or what for, for the list'] },
    ...JSON_OPTION,
  },
  async run(call) {
    const order = orderOf(call);
    const deployment = await call.deployment();
    const table = callerKeys(deployment);
    const apiUrl = deployment.output('ApiUrl');
    const { key, issued } = await issueKey(table, order, call.now());
    if (call.flag('json')) return call.print(asJson({ key, ...issued, apiUrl }));
    call.print(`The key ${issued.keyId} of ${issued.owner}, ${describeRights(issued)}:`);
    call.print(`\n  ${key}\n`);
    call.print('Keep it now: it is stored nowhere, and never shown again. Send it with each request:');
    call.print(`\n  curl -H "Authorization: Bearer ${key}" ${apiUrl}/v1/account\n`);
    call.print(`To end it: npm run keys -- revoke ${issued.keyId}`);
  },
};

function orderOf({ words, option }: CommandCall): KeyOrder {
  if (words.length > 0) throw new WrongUsage('issue takes options alone: name the owner with --owner.');
  const owner = option('owner');
  if (owner === undefined) throw new WrongUsage('Say whose key it is, for example --owner ann.');
  const note = option('note');
  return {
    owner: checked(ownerName, owner, 'owner'),
    scope: checked(callerScope, option('scope') ?? 'write', 'scope'),
    sees: checked(callerSight, option('sees') ?? 'own', 'sees'),
    ...(note === undefined ? {} : { note }),
  };
}

function checked<Schema extends z.ZodType>(schema: Schema, text: string, name: string): z.output<Schema> {
  const read = schema.safeParse(text);
  if (read.success) return read.data;
  const reasons = read.error.issues.map(({ message }) => message).join('; ');
  throw new WrongUsage(`"${text}" does not do for --${name}: ${reasons}.`);
}
