import { customerOf } from '../../../shared/engine/accounts/customer.ts';
import { HistoryTable } from '../../../shared/engine/history/history-table.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';
import { countUsage } from './count-usage.ts';
import { createByFile } from './create-by-file.ts';
import { createByLink } from './create-by-link.ts';
import type { CreateSeparationDeps } from './create-separation-deps.ts';
import { type CreateParams, readOrder } from './read-order.ts';
import { requireRights } from './require-rights.ts';

/**
 * Takes a song, by upload or by link. One by upload waits in the queue when this answers, and is charged; one by
 * link is being fetched.
 *
 * @throws CallRefusal (400) on anything that the caller may not do, or that this Engine cannot; then nothing
 *   is kept and nothing charged.
 */
export async function createSeparation(deps: CreateSeparationDeps, request: CallRequest<CreateParams>) {
  const { params, files } = request;
  const customer = customerOf(request.caller);
  const now = deps.now();
  await requireRights(deps.store, customer, now);
  const order = readOrder(params, customer.plan, await deps.readOffers());
  const number = () => new HistoryTable(deps.store).nextNumber();
  const asked = { customer, order, now };
  const { hash, call } =
    order.input === 'two-files' || files.audiofile !== undefined
      ? await createByFile(deps, files, asked, number)
      : await createByLink(deps, params, asked, number);
  await countUsage(deps, order.separation.separationType, now);
  const link = `${deps.engineUrl}/api/separation/${call}?hash=${hash}`;
  return { success: true, data: { link, hash } } as const;
}
