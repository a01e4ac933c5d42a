/** One CORS rule of a bucket; names as in CloudFormation's CorsRule, with a small first letter. */
export interface CorsRule {
  /** Origins, each with at most one "*". */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  /** Request headers, each with at most one "*"; none when absent. */
  readonly allowedHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}
