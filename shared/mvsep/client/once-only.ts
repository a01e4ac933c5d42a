/** What has to be known of a call before it is made again. */
export interface OnceOnly {
  readonly name: string;
  readonly repeatable: boolean;
  readonly ifLost?: string;
}

/** The end of a sentence on a call whose outcome nobody knows. */
export function afterLoss({ ifLost }: OnceOnly): string {
  return ifLost ?? 'so it may have been carried out already. Find out before making it again.';
}
