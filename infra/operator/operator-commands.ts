import type { Command } from '../command-line/command.ts';
import { catalogue } from './catalogue.ts';
import { grant } from './grant.ts';
import { installDataset } from './install-dataset.ts';
import { postNews } from './post-news.ts';
import { rate } from './rate.ts';
import { showAccount } from './show-account.ts';

/** Every command of the operator, in the order in which the help lists them. */
export const OPERATOR_COMMANDS: readonly Command[] = [
  showAccount,
  grant,
  postNews,
  rate,
  catalogue,
  installDataset,
];
