import type { RequestContext } from './iam/conditions.ts';

/** Who makes a call: the operator (all rights), a role of the template, or an AWS service. */
export interface Principal {
  readonly accessKeyId: string;
  readonly kind: 'operator' | 'role' | 'service';
  /** Role name, service principal such as "cloudfront.amazonaws.com", or "operator". */
  readonly name: string;
  /** ARN used as aws:SourceArn for a service principal. */
  readonly sourceArn?: string;
}

/** A key pair that the local cloud issued. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Finds who an access key belongs to; undefined for a key never issued. */
export type FindPrincipal = (
  accessKeyId: string,
) => { readonly principal: Principal; readonly secretAccessKey: string } | undefined;

/**
 * Throws AwsServiceError AccessDenied unless the principal may do `action` ("s3:GetObject") on `resource` (an ARN).
 * `context` holds the condition keys that the service itself gives to the call ("events:source").
 */
export type Authorize = (
  principal: Principal,
  action: string,
  resource: string,
  context?: RequestContext,
) => void;
