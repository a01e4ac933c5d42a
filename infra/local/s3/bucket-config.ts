import type { CorsRule } from './cors-rule.ts';

/** How a bucket of the template is set up. */
export interface BucketConfig {
  readonly name: string;
  /** Whether "Object Created" and "Object Deleted" go to the default event bus. */
  readonly eventBridge: boolean;
  readonly cors?: readonly CorsRule[];
}
