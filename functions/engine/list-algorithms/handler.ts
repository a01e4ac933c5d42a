import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openOffers } from '../../../shared/engine/open-offers.ts';
import { openPublications } from '../../../shared/engine/publications/open-publications.ts';
import { listAlgorithms } from '../../../shared/mvsep/contract/list-algorithms.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import type { Offer } from '../../../shared/separators/offer.ts';
import { algorithmsServing, type DescribeAlgorithms } from './describe-algorithms.ts';
import { popularityReader } from './popularity-reader.ts';

const frame = callFrame('list-algorithms');
const readOffers = openOffers();
/** Made once for as long as the same runs here. */
const descriptions = new WeakMap<readonly Offer[], DescribeAlgorithms>();
const readPopularity = popularityReader(openPublications(), frame.now);

/** GET /api/app/algorithms → a bare array of the separation types, active where they run here. */
export const handler = answerCall(listAlgorithms, frame, async ({ params }) =>
  describing(await readOffers())(params.scopes, await readPopularity()),
);

function describing(offers: readonly Offer[]): DescribeAlgorithms {
  const describe = descriptions.get(offers) ?? algorithmsServing(offers);
  descriptions.set(offers, describe);
  return describe;
}
