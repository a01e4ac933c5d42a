import type { S3Client } from '@aws-sdk/client-s3';
import { readCatalogueNow } from '../../../shared/catalogue/read-catalogue.ts';
import { findStem } from '../../../shared/jobs/find-stem.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { priceSeparation } from '../../../shared/jobs/price-separation.ts';
import { cacheDigest, findCached } from '../../../shared/jobs/result-cache.ts';
import type { Step, StoredFile } from '../../../shared/jobs/step.ts';
import type { StepName } from '../../../shared/jobs/step-name.ts';

export interface QuoteStepsDeps {
  readonly s3: S3Client;
  readonly table: PipelineTable;
  /** Host of the MVSep API that will separate. */
  readonly upstream: string;
  /** Whether results of earlier jobs are copied instead of paid again. */
  readonly usesCache: boolean;
  readonly now: () => Date;
}

/** Credits by step; undefined where the price is unknown. */
export type Quotes = Map<StepName, number | undefined>;

/**
 * What the steps of a job cost that have not begun: nothing for those whose result an earlier job has, which the
 * hashes of its stems tell down the whole tree; for the others what the catalogue says that was last read. A stem is as long as the
 * song that it came from.
 *
 * @throws InvalidSeparation for a type that cannot separate a song
 */
export async function quoteSteps(deps: QuoteStepsDeps, { job, steps }: WholeJob): Promise<Quotes> {
  const quotes: Quotes = new Map();
  const stems = new Map<StepName, readonly StoredFile[]>();
  const { catalogue } = await readCatalogueNow({ ...deps, bucket: job.source.bucket });
  for (const step of steps) {
    if (step.state === 'done') stems.set(step.step, Object.values(step.files));
    if (step.state !== 'blocked' || step.result !== undefined) continue;
    const sha256 = step.parent === undefined ? job.source.sha256 : stemHash(step.parent, steps, stems);
    const earlier = await findEarlier(deps, step, { bucket: job.source.bucket, sha256 });
    if (earlier !== undefined) stems.set(step.step, Object.values(earlier.files));
    quotes.set(
      step.step,
      earlier === undefined ? priceSeparation(step.separation, job.audio?.seconds ?? 0, catalogue) : 0,
    );
  }
  return quotes;
}

function stemHash(
  parent: NonNullable<Step['parent']>,
  steps: readonly Step[],
  stems: ReadonlyMap<StepName, readonly StoredFile[]>,
): string | undefined {
  const type = steps.find(({ step }) => step === parent.step)?.separation.type;
  return type === undefined ? undefined : findStem(type, parent.stem, stems.get(parent.step) ?? [])?.sha256;
}

async function findEarlier(
  { s3, table, upstream, usesCache, now }: QuoteStepsDeps,
  { separation }: Step,
  { bucket, sha256 }: { readonly bucket: string; readonly sha256: string | undefined },
): Promise<Step | undefined> {
  if (!usesCache || sha256 === undefined) return undefined;
  return findCached(table, cacheDigest({ sha256, separation, upstream }), now(), { s3, bucket });
}
