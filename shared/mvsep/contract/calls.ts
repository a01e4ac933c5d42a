import { addQualityEntry } from './add-quality-entry.ts';
import { cancelSeparation } from './cancel-separation.ts';
import { createSeparation } from './create-separation.ts';
import { deleteQualityEntry } from './delete-quality-entry.ts';
import { disableLongFilenames } from './disable-long-filenames.ts';
import { disablePremium } from './disable-premium.ts';
import { enableLongFilenames } from './enable-long-filenames.ts';
import { enablePremium } from './enable-premium.ts';
import { getRemote } from './get-remote.ts';
import { getSeparation } from './get-separation.ts';
import { listAlgorithms } from './list-algorithms.ts';
import { listDemos } from './list-demos.ts';
import { listHistory } from './list-history.ts';
import { listNews } from './list-news.ts';
import { listQualityEntries } from './list-quality-entries.ts';
import { logIn } from './log-in.ts';
import { registerAccount } from './register-account.ts';
import { showLeaderboard } from './show-leaderboard.ts';
import { showQualityEntry } from './show-quality-entry.ts';
import { showQueue } from './show-queue.ts';
import { showUser } from './show-user.ts';

/** Every call of the MVSep API. A call is added to the API by adding its entry here. */
export const CALLS = [
  createSeparation,
  getSeparation,
  getRemote,
  cancelSeparation,
  listAlgorithms,
  listNews,
  showQueue,
  listDemos,
  logIn,
  registerAccount,
  showUser,
  listHistory,
  enablePremium,
  disablePremium,
  enableLongFilenames,
  disableLongFilenames,
  listQualityEntries,
  showLeaderboard,
  addQualityEntry,
  showQualityEntry,
  deleteQualityEntry,
] as const;
