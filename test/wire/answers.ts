import { appAnswers } from './app-answers.ts';
import type { Decode } from './decode.ts';
import { qualityAnswers } from './quality-answers.ts';
import { separationAnswers } from './separation-answers.ts';

function decoders(base: string) {
  const separation = separationAnswers(base);
  const app = appAnswers(base);
  const quality = qualityAnswers(base);
  return {
    'separation/create': separation.create,
    'separation/get': separation.get,
    'separation/get-remote': separation.getRemote,
    'separation/cancel': separation.cancel,
    'app/algorithms': app.algorithms,
    'app/news': app.news,
    'app/queue': app.queue,
    'app/demo': app.demo,
    'app/login': app.login,
    'app/register': app.register,
    'app/user': app.user,
    'app/separation_history': app.separationHistory,
    'app/enable_premium': app.enablePremium,
    'app/disable_premium': app.disablePremium,
    'app/enable_long_filenames': app.enableLongFilenames,
    'app/disable_long_filenames': app.disableLongFilenames,
    'quality_checker/queue': quality.queue,
    'quality_checker/leaderboard': quality.leaderboard,
    'quality_checker/add': quality.add,
    'quality_checker/entry': quality.entry,
    'quality_checker/delete': quality.delete,
  } as const;
}

type Decoders = ReturnType<typeof decoders>;

/** A call by its path below `/api/`: `separation/create`. */
export type CallPath = keyof Decoders;

/** What each call answers with 200. */
export type AnswerOf = { readonly [Path in CallPath]: ReturnType<Decoders[Path]> };

/**
 * A strict decoder for the successful answer of each of the 21 calls.
 *
 * @param base the server's own address, with which every link has to begin.
 */
export function answersUnder(base: string): { readonly [Path in CallPath]: Decode<AnswerOf[Path]> } {
  return decoders(base);
}
