import {
  arrayOf,
  chosenBy,
  count,
  exactly,
  int,
  matching,
  object,
  orNull,
  recordOf,
  text,
  words,
} from './decode.ts';
import {
  anyHash,
  fileLinkUnder,
  fileName,
  linkUnder,
  longHash,
  size,
  stemLinkUnder,
  time,
} from './formats.ts';

/** What the four calls of a separation answer with 200, as clients with static types read it. */
export function separationAnswers(base: string) {
  const message = object({ message: words });
  const place = { queue_count: count, current_order: count, message: words };
  const found = <const Status extends string, Data>(status: Status, data: Data) => ({
    success: exactly(true),
    status: exactly(status),
    data,
  });
  const unknown = object({
    success: exactly(false),
    status: exactly('not_found'),
    data: message,
    errors: arrayOf(words),
    message: words,
  });

  const result = object({
    hash: matching(longHash),
    message: words,
    algorithm: words,
    algorithm_description: text,
    output_format: words,
    size,
    tags: orNull(recordOf((tag) => tag)),
    input_file: object({ url: fileLinkUnder(base), size, download: fileName }),
    files: arrayOf(object({ type: words, url: stemLinkUnder(base), size, bytes: int, download: fileName })),
    date: time,
  });

  return {
    create: object({
      success: exactly(true),
      data: object({
        link: linkUnder(base, /^\/api\/separation\/get(-remote)?\?hash=[^&#]+$/),
        hash: matching(anyHash),
      }),
    }),
    get: chosenBy('status', {
      not_found: unknown,
      waiting: object(found('waiting', object(place))),
      processing: object(found('processing', message)),
      distributing: object(
        found('distributing', object({ ...place, finished_chunks: count, all_chunks: count })),
      ),
      merging: object(found('merging', message)),
      done: object(found('done', result)),
      failed: object(found('failed', message)),
    }),
    getRemote: chosenBy('status', {
      not_found: unknown,
      waiting: object(found('waiting', object(place))),
      processing: object(found('processing', message)),
      done: object(
        found(
          'done',
          object({
            message: words,
            link: linkUnder(base, /^\/api\/separation\/get\?hash=[^&#]+$/),
            hash: matching(longHash),
          }),
        ),
      ),
      failed: object(found('failed', message)),
    }),
    cancel: object({ success: exactly(true), message: words, data: message }),
  };
}
