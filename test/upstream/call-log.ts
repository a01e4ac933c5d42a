import type { CallKind } from './upstream-request.ts';

const MINUTE_MS = 60_000;

/** Which API calls came when; downloads are none. */
export class CallLog {
  readonly calls: { readonly kind: CallKind; readonly at: number }[] = [];

  record(kind: CallKind, at: number): void {
    if (kind !== 'download') this.calls.push({ kind, at });
  }

  count(kind: CallKind): number {
    return this.calls.filter((call) => call.kind === kind).length;
  }

  /** Calls in the minute that ends now. */
  lastMinute(now: number): number {
    let count = 0;
    for (let at = this.calls.length - 1; at >= 0; at--) {
      if ((this.calls[at]?.at ?? 0) <= now - MINUTE_MS) break;
      count += 1;
    }
    return count;
  }

  /** The most calls that fell into any rolling minute. */
  mostInAnyMinute(): number {
    let most = 0;
    let first = 0;
    this.calls.forEach(({ at }, index) => {
      while ((this.calls[first]?.at ?? 0) <= at - MINUTE_MS) first += 1;
      most = Math.max(most, index - first + 1);
    });
    return most;
  }
}
