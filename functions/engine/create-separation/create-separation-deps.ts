import type { S3Client } from '@aws-sdk/client-s3';
import type { StartWaitingDeps } from '../../../shared/engine/queue/start-waiting.ts';
import type { Offer } from '../../../shared/separators/offer.ts';

export interface CreateSeparationDeps extends StartWaitingDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  /** The workflow that fetches links. */
  readonly fetchWorkflowArn: string;
  readonly engineUrl: string;
  /** What runs here. */
  readonly readOffers: () => Promise<readonly Offer[]>;
}
