import { ServiceError } from './service-error.ts';

/** A separation was requested from another service than the one of the settings, and cannot be asked about there. */
export class UpstreamChanged extends ServiceError {
  override readonly name = 'UpstreamChanged';

  constructor(before: string, now: string) {
    super(
      `It was requested from ${before}, and the settings name ${now} now. Set the upstream back and retry the job, ` +
        'which then goes on without paying twice.',
      { retryable: false, charged: 'maybe' },
    );
  }
}
