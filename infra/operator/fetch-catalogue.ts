import { AUDIO_WIDGETS } from '../../shared/mvsep/catalogue/audio-widgets.ts';
import { catalogueFromAlgorithms } from '../../shared/mvsep/catalogue/catalogue-from-algorithms.ts';
import type { Catalogue } from '../../shared/mvsep/catalogue/separation-type.ts';
import { listAlgorithms } from '../../shared/mvsep/contract/list-algorithms.ts';

const TIMEOUT_MS = 60_000;

/**
 * The catalogue of a server that speaks the MVSep API.
 *
 * @param known types of this one keep their slugs.
 * @throws Error with a sentence when the server does not answer a list of types.
 */
export async function fetchCatalogue(server: string, known: Catalogue): Promise<Catalogue> {
  const url = new URL(listAlgorithms.path, server);
  url.searchParams.set('scopes', Object.values(AUDIO_WIDGETS).join(','));
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((cause: unknown) => {
    throw new Error(`${url.origin} cannot be reached. Check the address, and that it runs.`, { cause });
  });
  if (!answer.ok) throw new Error(`${url.origin} answered HTTP ${answer.status} instead of its types.`);
  const list = listAlgorithms.answer.safeParse(await answer.json().catch(() => undefined));
  if (!list.success || list.data.length === 0) {
    throw new Error(`${url.origin} answered no list of separation types. Nothing was written.`);
  }
  return catalogueFromAlgorithms(list.data, known);
}
