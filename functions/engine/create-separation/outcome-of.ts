import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';

/**
 * How the transaction went that writes a new record. Of one that fails, the answer alone may be lost: a record that
 * is there was written, and perhaps paid for, and an error would invite its caller to pay again.
 *
 * @param hash of the record, which nobody else can have written.
 * @throws what the transaction throws, when its record is not there or cannot be read.
 */
export async function outcomeOf<Outcome>(
  store: EngineStore,
  hash: string,
  writing: Promise<Outcome>,
): Promise<Outcome | 'written'> {
  try {
    return await writing;
  } catch (error) {
    const table = new SeparationTable(store.documents, store.separations);
    const found = await table.find(hash).catch(() => undefined);
    if (found === undefined) throw error;
    return 'written';
  }
}
