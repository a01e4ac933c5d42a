import { Aws, Duration, Fn } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { ORIGIN_KEY_HEADER } from '../../shared/engine/http/origin-key-header.ts';
import type { EngineBucket } from './engine-bucket.ts';
import { originKey } from './origin-key.ts';
import { UploadLimit } from './upload-limit.ts';

/** The errors of an origin that CloudFront keeps without being asked to. */
const KEPT_ERRORS = [404, 405, 414, 500, 501, 502, 503, 504] as const;

export interface EngineDistributionProps {
  readonly api: HttpApi;
  readonly bucket: EngineBucket;
  /** Whether uploads of any size are let through, which only the local cloud can take. */
  readonly unlimitedUploads: boolean;
}

/** One address for callers: `/api/` is answered by functions, `/storage/` straight from the bucket. */
export class EngineDistribution extends Distribution {
  constructor(scope: Construct, id: string, { api, bucket, unlimitedUploads }: EngineDistributionProps) {
    const originAccessControl = new S3OriginAccessControl(scope, `${id}Access`, {
      // The generated name is the same in every region, and names are unique in an account.
      originAccessControlName: `${Aws.STACK_NAME}-${Aws.REGION}`,
    });
    const associations = unlimitedUploads ? [] : [new UploadLimit(scope, 'UploadLimit').association];
    super(scope, id, {
      comment: 'MVSep API of the Engine',
      // The cheapest class: files are fetched by the pipeline far more than by people.
      priceClass: PriceClass.PRICE_CLASS_100,
      // It would keep an error for ten seconds, also where caching is disabled and whatever the origin says of it,
      // under a key without the query: one `get` that fails would fail those of all other hashes.
      errorResponses: KEPT_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      defaultBehavior: {
        origin: new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint)), {
          customHeaders: { [ORIGIN_KEY_HEADER]: originKey() },
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        functionAssociations: associations,
      },
      additionalBehaviors: {
        '/storage/*': {
          origin: S3BucketOrigin.withOriginAccessControl(bucket, {
            originAccessControl,
            // Who may list a bucket is told that a key is not there; others are told that they may not know.
            originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
          }),
          allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS,
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        },
      },
    });
  }
}
