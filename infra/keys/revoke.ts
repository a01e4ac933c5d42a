import { apiKey } from '../../shared/callers/api-key.ts';
import { revokeKey } from '../../shared/callers/revoke-key.ts';
import { asJson } from '../command-line/as-json.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { callerKeys } from './caller-keys.ts';

/** Ends a key; the jobs that were made with it go on. */
export const revoke: Command = {
  name: 'revoke',
  usage: 'revoke <key id>',
  summary: 'end a key: its next request is refused',
  options: JSON_OPTION,
  async run(call) {
    const [keyId, ...others] = call.words;
    if (keyId === undefined || others.length > 0) {
      throw new WrongUsage('revoke takes one id, as npm run keys -- list shows it.');
    }
    if (apiKey.safeParse(keyId).success) {
      throw new WrongUsage('That is a key itself. Name it by its id, as npm run keys -- list shows it.');
    }
    const revoked = await revokeKey(callerKeys(await call.deployment()), keyId, call.now());
    if (revoked === undefined) throw new Error(`There is no key ${keyId}. npm run keys -- list shows them.`);
    if (call.flag('json')) return call.print(asJson(revoked));
    call.print(`The key ${revoked.keyId} of ${revoked.owner} is revoked. The jobs made with it go on.`);
  },
};
