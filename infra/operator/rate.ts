import { findSeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';
import type { Command } from '../command-line/command.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { publicationsOf } from './publications-of.ts';

/** Records what somebody thinks of a separation type; the API has no call for it. */
export const rate: Command = {
  name: 'rate',
  usage: 'rate <sep_type> <1-5>',
  summary: 'record one rating of a separation type',
  async run({ words, deployment, print }) {
    const [number = '', mark = '', ...others] = words;
    const type = /^\d+$/.test(number) ? findSeparationType(Number(number)) : undefined;
    if (type === undefined) {
      throw new WrongUsage(`There is no separation type "${number}". catalogue search finds its number.`);
    }
    if (!/^[1-5]$/.test(mark) || others.length > 0) {
      throw new WrongUsage(`A rating is one whole number from 1 to 5, not "${[mark, ...others].join(' ')}".`);
    }
    const { sum, total } = await publicationsOf(await deployment()).rate(type.id, Number(mark));
    print(`${type.name} (${type.id}) is rated ${(sum / total).toFixed(2)} by ${total}.`);
  },
};
