import type { CallKind } from './upstream-request.ts';

/** What goes wrong with one call. */
type UpstreamFault =
  /** The service answers this, and does nothing. */
  | { readonly kind: 'answer'; readonly status: number; readonly html?: boolean }
  | { readonly kind: 'too-many'; readonly retryAfterSeconds: number }
  /** The connection is cut before the service has done anything. */
  | { readonly kind: 'cut-before' }
  /** The service does its work, and the answer is lost. */
  | { readonly kind: 'cut-after' }
  /** The service does its work, and a gateway before it answers that it failed. */
  | { readonly kind: 'error-after'; readonly status: number }
  /** The answer is cut in the middle of its body. */
  | { readonly kind: 'cut-body' }
  /** The answer comes late. */
  | { readonly kind: 'slow'; readonly milliseconds: number };

/** Decides what goes wrong with a call; undefined lets it through. */
export type UpstreamFaultPlan = (kind: CallKind, path: string) => UpstreamFault | undefined;

/** Faults of every kind with this probability a call, as chance wills. */
export function randomFaults(random: () => number, probability: number, slowMs: number): UpstreamFaultPlan {
  const faults: readonly UpstreamFault[] = [
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 502, html: true },
    { kind: 'too-many', retryAfterSeconds: 1 },
    { kind: 'cut-before' },
    { kind: 'cut-after' },
    { kind: 'error-after', status: 504 },
    { kind: 'slow', milliseconds: slowMs },
  ];
  return () => (random() < probability ? faults[Math.floor(random() * faults.length)] : undefined);
}
