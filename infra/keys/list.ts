import type { IssuedKey } from '../../shared/callers/issued-key.ts';
import { listKeys } from '../../shared/callers/list-keys.ts';
import { asJson } from '../command-line/as-json.ts';
import { columns } from '../command-line/columns.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { shortTime } from '../command-line/short-time.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { callerKeys } from './caller-keys.ts';
import { describeRights } from './describe-rights.ts';

/** Lists the keys, which nobody can read out of it. */
export const list: Command = {
  name: 'list',
  usage: 'list',
  summary: 'list all keys by their ids, the newest first',
  options: JSON_OPTION,
  async run(call) {
    if (call.words.length > 0) throw new WrongUsage('list takes nothing but options.');
    const keys = await listKeys(callerKeys(await call.deployment()));
    if (call.flag('json')) return call.print(asJson({ keys }));
    if (keys.length === 0)
      return call.print('There are no keys yet. Issue one: npm run keys -- issue --owner <name>');
    for (const line of columns([['issued', 'key', 'owner', 'rights', 'state'], ...keys.map(describe)])) {
      call.print(line);
    }
  },
};

function describe(key: IssuedKey): string[] {
  const state = key.revokedAt === undefined ? 'in use' : `revoked ${shortTime(key.revokedAt)}`;
  const note = key.note === undefined ? '' : `  (${key.note})`;
  return [shortTime(key.issuedAt), key.keyId, key.owner, describeRights(key), `${state}${note}`];
}
