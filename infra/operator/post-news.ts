import { readFile } from 'node:fs/promises';
import type { Command } from '../command-line/command.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { publicationsOf } from './publications-of.ts';

/** An item of DynamoDB holds 400 KB; a news item needs far less. */
const LONGEST_TEXT_BYTES = 100_000;
const LONGEST_TITLE = 200;

/** Publishes a news item, which `app/news` lists from then on. */
export const postNews: Command = {
  name: 'post-news',
  usage: 'post-news --title <title> (--text <html> | --file <file>)',
  summary: 'publish a news item',
  options: {
    title: { type: 'string', help: ['--title <title>', 'one line'] },
    text: { type: 'string', help: ['--text <html>', 'the news, as HTML'] },
    file: { type: 'string', help: ['--file <file>', 'the same, from a file'] },
    lang: { type: 'string', help: ['--lang <code>', 'its language, en by default'] },
  },
  async run({ words, option, deployment, print, now }) {
    if (words.length > 0) throw new WrongUsage('post-news takes options only. Put texts in quotes.');
    const lang = option('lang') ?? 'en';
    if (!/^[a-z]{2}$/.test(lang)) {
      throw new WrongUsage(`--lang takes a code of two small letters, such as en or ru, not "${lang}".`);
    }
    const title = option('title')?.trim() ?? '';
    if (title === '' || title.length > LONGEST_TITLE) {
      throw new WrongUsage(`--title takes 1 to ${LONGEST_TITLE} characters.`);
    }
    const text = await newsText(option('text'), option('file'));
    const { id } = await publicationsOf(await deployment()).postNews({ lang, title, text }, now());
    print(`News ${id} is published in ${lang}: ${title}`);
  },
};

async function newsText(given: string | undefined, file: string | undefined): Promise<string> {
  if ((given === undefined) === (file === undefined)) {
    throw new WrongUsage('post-news takes its text from --text or from --file: one of them, not both.');
  }
  const text = (given ?? (await readFile(file ?? '', 'utf8'))).trim();
  const bytes = Buffer.byteLength(text);
  if (bytes === 0 || bytes > LONGEST_TEXT_BYTES) {
    throw new WrongUsage(`The text of a news item has 1 to ${LONGEST_TEXT_BYTES} bytes, not ${bytes}.`);
  }
  return text;
}
