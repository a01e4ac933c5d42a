import type { ChooseBest } from '../leaderboards/best-choice.ts';
import type { Separation } from '../mvsep/catalogue/separation.ts';
import type { SidecarWish } from '../recipes/read-wish.ts';
import type { RecipeBook } from '../recipes/recipe-book.ts';
import type { WholeJob } from './job-table.ts';
import { type NewJob, newJob } from './new-job.ts';
import { planUpload } from './plan-upload.ts';
import { checkStemsKeyLength } from './stems-key.ts';

/** What a job becomes for which nobody said anything, and the recipes that may be named. */
export interface JobDefaults {
  readonly book: RecipeBook;
  readonly defaultRecipe?: string | undefined;
  readonly defaults: Separation;
  /** Chooses what is wanted as the best: see `shared/leaderboards/best-chooser.ts`. */
  readonly chooseBest: ChooseBest;
}

/** What somebody asks for by the API. */
export interface JobWish {
  readonly wish?: SidecarWish | undefined;
  /** The format of all stems; it comes before what a recipe says. */
  readonly outputFormat?: number | undefined;
}

/**
 * The records of a job as its caller wishes it. Neither the folder nor the metadata of the song has a say: a caller
 * who says nothing gets what the settings say.
 *
 * @throws WrongRecipe, InvalidSeparation, StemsKeyTooLong a sentence on what to do
 */
export async function wishedJob(
  { book, defaultRecipe, defaults, chooseBest }: JobDefaults,
  { wish, outputFormat }: JobWish,
  song: NewJob,
): Promise<WholeJob> {
  const { key } = song.source;
  const planned = await planUpload({
    key: '',
    askedBy: 'The request',
    request: outputFormat === undefined ? {} : { 'output-format': String(outputFormat) },
    sidecar: wish === undefined || outputFormat === undefined ? wish : { ...wish, outputFormat },
    book,
    defaultRecipe,
    defaults,
    chooseBest,
  });
  checkStemsKeyLength({ key, jobId: song.jobId, ...planned });
  return newJob(song, planned);
}
