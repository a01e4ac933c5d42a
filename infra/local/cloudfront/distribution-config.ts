import type { Credentials } from '../principal.ts';
import type { EdgeFunction } from './edge-function.ts';

/** A CloudFront distribution (AWS::CloudFront::Distribution with its policies resolved). */
export interface DistributionConfig {
  readonly id: string;
  /** "<id>.cloudfront.net". */
  readonly domainName: string;
  /** By origin id. */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly defaultBehavior: Behavior;
  /** In the order of the template: the first pattern that matches wins. */
  readonly behaviors?: readonly PathBehavior[];
  /** Object served for "/", without a leading slash. */
  readonly defaultRootObject?: string;
}

export type Origin = HttpOrigin | S3Origin;

/** A custom origin; https domains of the template are already rewritten to a local address. */
export interface HttpOrigin {
  readonly kind: 'http';
  /** "http://127.0.0.1:1234", no trailing slash. */
  readonly url: string;
  readonly originPath?: string;
  readonly customHeaders?: Readonly<Record<string, string>>;
  /** Seconds without a byte from the origin until 504; 30 when absent. */
  readonly readTimeoutSeconds?: number;
}

/** A bucket behind an origin access control: CloudFront signs its reads, the bucket policy decides. */
export interface S3Origin {
  readonly kind: 's3';
  /** Address of the local AWS endpoint. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly originPath?: string;
  /** A key issued to the service principal cloudfront.amazonaws.com with this distribution's ARN as source. */
  readonly credentials: Credentials;
  readonly readTimeoutSeconds?: number;
}

/** What requests to some paths may do and what of them reaches the origin. */
export interface Behavior {
  readonly targetOriginId: string;
  /** AllowedMethods; others get 403. */
  readonly allowedMethods: readonly string[];
  /**
   * What cache policy and origin request policy together let through. Body, content headers, Range and
   * conditions always pass; see managedOriginRequestPolicy for the policies AWS provides.
   */
  readonly forward: ForwardedParts;
  readonly responseHeaders?: ResponseHeadersPolicy;
  /** Sees each request before anything else, and may answer it or change it. */
  readonly viewerRequest?: EdgeFunction;
  /** Sees each answer of the origin with a status below 400, and may change its headers. */
  readonly viewerResponse?: EdgeFunction;
}

export interface PathBehavior extends Behavior {
  /** "/storage/*": `*` for any run of characters, `?` for one. */
  readonly pathPattern: string;
}

export interface ForwardedParts {
  readonly headers: Selection;
  readonly queryStrings: Selection;
  readonly cookies: Selection;
}

/** Which names pass: headers are compared case-insensitively, query strings and cookies exactly. */
export type Selection =
  | 'none'
  | 'all'
  | { readonly only: readonly string[] }
  | { readonly allExcept: readonly string[] };

/** AWS::CloudFront::ResponseHeadersPolicy. */
export interface ResponseHeadersPolicy {
  readonly cors?: {
    readonly allowOrigins: readonly string[];
    readonly allowMethods: readonly string[];
    readonly allowHeaders: readonly string[];
    readonly exposeHeaders?: readonly string[];
    readonly allowCredentials: boolean;
    readonly maxAgeSeconds?: number;
    readonly originOverride: boolean;
  };
  readonly customHeaders?: readonly {
    readonly header: string;
    readonly value: string;
    readonly override: boolean;
  }[];
  readonly removeHeaders?: readonly string[];
}
