import { PutObjectCommand } from '@aws-sdk/client-s3';
import { takeOverDeadSlots } from '../../../shared/jobs/take-over-dead-slots.ts';
import { writeMeasures } from '../../../shared/metrics/write-measures.ts';
import type { SweepDeps } from './sweep-deps.ts';
import { sweepEndedJobs } from './sweep-ended-jobs.ts';
import { sweepExecutions } from './sweep-executions.ts';
import { sweepOpenJobs } from './sweep-open-jobs.ts';
import { SweepReport } from './sweep-report.ts';
import { sweepUploads } from './sweep-uploads.ts';

/** What is compared, the most urgent first: it is what the time surely suffices for. */
const SWEEPS = [sweepOpenJobs, sweepUploads, sweepEndedJobs, sweepExecutions] as const;

/**
 * Compares bucket, table and executions with each other, puts right what it can, and reports the rest under
 * `reports/sweep/<date>.json`. Everything that it does may be done at any time and any number of times. Only the last
 * days are looked at, by the indexes; a check that the time does not suffice for says so, and one that fails does
 * not keep the others from their turn.
 *
 * @throws the first error of a check, once the report is written
 */
export async function sweepJobs(deps: SweepDeps): Promise<SweepReport> {
  const startedAt = deps.now();
  const report = new SweepReport();
  const errors: unknown[] = [];
  for (const sweep of [...SWEEPS, () => takeOverDeadSlots(deps)]) {
    try {
      await sweep(deps, report);
    } catch (error) {
      errors.push(error);
    }
  }
  await writeReport(deps, report, startedAt, errors);
  const summary = report.summary();
  const { hoursToExpiry } = report;
  writeMeasures({
    values: {
      SweepMended: summary.mended,
      SweepLeft: summary.left,
      ...(hoursToExpiry === undefined ? {} : { HoursToExpiry: hoursToExpiry }),
    },
  });
  deps.log.info('Swept', summary);
  if (errors.length > 0) throw errors[0];
  return report;
}

async function writeReport(
  { s3, bucket, now }: SweepDeps,
  report: SweepReport,
  startedAt: Date,
  errors: readonly unknown[],
): Promise<void> {
  const whole = {
    startedAt: startedAt.toISOString(),
    endedAt: now().toISOString(),
    ...report.summary(),
    errors: errors.map((error) => (error instanceof Error ? `${error.name}: ${error.message}` : 'unknown')),
    findings: report.findings,
    findingsLeftOut: report.mended + report.left - report.findings.length,
  };
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: `reports/sweep/${startedAt.toISOString().slice(0, 'yyyy-mm-dd'.length)}.json`,
      Body: `${JSON.stringify(whole, null, 2)}\n`,
      ContentType: 'application/json',
    }),
  );
}
