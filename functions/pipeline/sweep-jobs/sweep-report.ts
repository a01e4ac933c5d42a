/** What was compared with what. */
type Check = 'uploads' | 'open jobs' | 'ended jobs' | 'executions';

/** Something that was not as it should be. */
interface Finding {
  readonly check: Check;
  readonly what: string;
  /** Whether it was put right; else somebody should look. */
  readonly mended: boolean;
  readonly jobId?: string;
  readonly step?: string;
  readonly key?: string;
}

/** Findings beyond this are counted only, so that the report of a bad day can still be read. */
const MAXIMUM_FINDINGS = 1_000;

/** What one sweep looked at, found and mended. */
export class SweepReport {
  readonly looked: Partial<Record<Check, number>> = {};
  readonly findings: Finding[] = [];
  /** Checks that the time did not suffice for. */
  readonly unfinished: Check[] = [];
  /** Until the first stems expire that are paid for and were not copied before their job failed. */
  hoursToExpiry: number | undefined;
  mended = 0;
  left = 0;

  look(check: Check): void {
    this.looked[check] = (this.looked[check] ?? 0) + 1;
  }

  found(finding: Finding): void {
    if (finding.mended) this.mended += 1;
    else this.left += 1;
    if (this.findings.length < MAXIMUM_FINDINGS) this.findings.push(finding);
  }

  expires(inHours: number): void {
    this.hoursToExpiry = Math.min(inHours, this.hoursToExpiry ?? inHours);
  }

  stoppedEarly(check: Check): void {
    this.unfinished.push(check);
  }

  /** As it is stored and logged. */
  summary() {
    const { looked, mended, left, unfinished } = this;
    return { looked, mended, left, unfinished, finished: unfinished.length === 0 };
  }
}
