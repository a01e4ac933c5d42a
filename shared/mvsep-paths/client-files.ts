import { extname } from 'node:path/posix';
import type { WholeJob } from '../jobs/job-table.ts';
import { stemNames } from '../jobs/stem-name.ts';
import type { Step, StoredFile } from '../jobs/step.ts';
import { findSeparationType } from '../mvsep/catalogue/separation-type.ts';
import { baseNameOf } from '../mvsep/server/mint-hash.ts';

/** A stem as a client of the MVSep API finds it. */
export interface ClientFile {
  /** Label of the stem, such as `Vocals`. */
  readonly type: string;
  /** `<hash without extension>_<stem>.<extension>` */
  readonly name: string;
  readonly stored: StoredFile;
}

/** The stems of a job that lie in the bucket, in the order in which the service gave them. */
export function clientFiles({ job, steps }: WholeJob): ClientFile[] {
  const base = baseNameOf(job.clientHash ?? '');
  return steps.flatMap((step) =>
    inOrder(step).map((stored) => ({
      type: labelOf(step, stored.stem),
      name: `${base}_${stored.stem}${extname(stored.key)}`,
      stored,
    })),
  );
}

function inOrder({ files }: Step): StoredFile[] {
  return Object.entries(files)
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, file]) => file);
}

/** As the catalogue writes it; the record knows the plain name only. */
function labelOf({ separation }: Step, stem: string): string {
  const labels = Object.values(findSeparationType(separation.type)?.stems ?? {});
  const label = labels.find((one) => stemNames([one])[0] === stem);
  return label ?? stem.replace(/^./, (first) => first.toUpperCase());
}
