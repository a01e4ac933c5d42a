import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { endSeparation } from '../../../shared/engine/end-separation.ts';
import { openQueue } from '../../../shared/engine/queue/open-queue.ts';
import { startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { stemFile } from '../../../shared/engine/separation-record.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';

const environment = readEnvironment({ ENGINE_URL: z.url() });

const deps = { ...openQueue('finish-separation'), engineUrl: environment.ENGINE_URL };

const separations = new SeparationTable(deps.store.documents, deps.store.separations);

const input = z.object({ hash: z.string().min(1), files: z.array(stemFile).min(1) });

/** Last working step of the workflow: the separation is done, since all its files lie there, and the next one starts. */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { hash, files } = input.parse(event);
  await endSeparation(deps, await separations.separation(hash), { status: 'done', files });
  await startWaiting(deps);
  return { hash };
}
