import type * as z from 'zod';
import type { Rating } from '../../../shared/engine/publications/publications.ts';
import { AUDIO_WIDGETS } from '../../../shared/mvsep/catalogue/audio-widgets.ts';
import { SEPARATION_TYPES } from '../../../shared/mvsep/catalogue/separation-type.ts';
import type { algorithmItem } from '../../../shared/mvsep/contract/algorithm-item.ts';
import type { Offer } from '../../../shared/separators/offer.ts';
import { describeType } from './describe-type.ts';

type AlgorithmItem = z.input<typeof algorithmItem>;

/** How often types were used this month, and what users think of them, by `sep_type`. */
export interface Popularity {
  readonly usage: ReadonlyMap<number, number>;
  readonly ratings: ReadonlyMap<number, Rating>;
}

/** Answers the list of algorithms for a comma-separated list of scopes. */
export type DescribeAlgorithms = (scopes: string | undefined, popularity: Popularity) => AlgorithmItem[];

/**
 * Every separation type of the catalogue as `app/algorithms` lists it, active where it truly runs here: later
 * groups first as the service numbers them, the newest models before the old ones, and inside a group by the
 * place that it has there.
 *
 * What never changes is made once; a call only adds usage and ratings.
 *
 * @param offers what runs here; of several for one type, the first is told of.
 */
export function algorithmsServing(offers: readonly Offer[]): DescribeAlgorithms {
  const items = SEPARATION_TYPES.map((type) =>
    describeType(
      type,
      offers.find(({ sepType }) => sepType === type.id),
    ),
  ).sort(
    (a, b) =>
      b.algorithm_group_id - a.algorithm_group_id || a.order_id - b.order_id || a.render_id - b.render_id,
  );
  return (scopes = AUDIO_WIDGETS['one-file'], { usage, ratings }) => {
    const wanted = scopes.split(',').map((scope) => scope.trim());
    return items
      .filter(({ audio_widget: widget }) => wanted.includes(widget))
      .map((item) => ({
        ...item,
        usage: usage.get(item.render_id) ?? 0,
        rating: describeRating(ratings.get(item.render_id)),
      }));
  };
}

function describeRating(rating: Rating | undefined): AlgorithmItem['rating'] {
  if (rating === undefined || rating.total === 0) return { average: 0, total: 0 };
  return { average: (rating.sum / rating.total).toFixed(4), total: rating.total };
}
