import { catalogue } from './catalogue.ts';
import { grant } from './grant.ts';
import { installDataset } from './install-dataset.ts';
import type { OperatorCommand } from './operator-command.ts';
import { postNews } from './post-news.ts';
import { rate } from './rate.ts';
import { showAccount } from './show-account.ts';

/** Every command of the operator, in the order in which the help lists them. */
export const OPERATOR_COMMANDS: readonly OperatorCommand[] = [
  showAccount,
  grant,
  postNews,
  rate,
  catalogue,
  installDataset,
];
