import { AwsServiceError } from '../aws-service-error.ts';
import { LOCAL_REGION } from '../location.ts';
import type { FindPrincipal } from '../principal.ts';
import { parseQuery } from '../signature/parse-query.ts';
import { splitTarget } from '../signature/split-target.ts';
import { type VerifiedSignature, verifySignature } from '../signature/verify-signature.ts';
import { answerPreflight } from './answer-preflight.ts';
import { callHeaders } from './call-headers.ts';
import { type PostCall, postObject } from './post-object.ts';
import { refuseUnmodelledHeaders } from './refuse-unmodelled-headers.ts';
import { requireKey } from './require-key.ts';
import type { S3Address } from './s3-address.ts';
import type { S3Answer } from './s3-answer.ts';
import type { S3Call } from './s3-call.ts';
import type { S3Context } from './s3-context.ts';
import { s3Route } from './s3-route.ts';

function requireScope({ service, region }: VerifiedSignature): void {
  if (service !== 's3') {
    const message = `The credential is for the service "${service}"; expecting "s3".`;
    throw new AwsServiceError('AuthorizationHeaderMalformed', message);
  }
  if (region !== LOCAL_REGION) {
    const message = `The authorization header is malformed; the region '${region}' is wrong; expecting '${LOCAL_REGION}'`;
    throw new AwsServiceError('AuthorizationHeaderMalformed', message, 400, { Region: LOCAL_REGION });
  }
}

/** Answers one request: preflight, form upload, or a signed call. @throws AwsServiceError. */
export async function answerCall(
  context: S3Context,
  find: FindPrincipal,
  address: S3Address,
  incoming: PostCall,
): Promise<S3Answer> {
  const { request, requestId } = incoming;
  const { bucket, key } = address;
  const method = request.method ?? 'GET';
  if (method === 'OPTIONS') return answerPreflight(context.buckets.get(bucket).cors ?? [], request.headers);
  const isForm = (request.headers['content-type'] ?? '').toLowerCase().startsWith('multipart/form-data');
  if (method === 'POST' && bucket !== '' && key === '' && isForm) return postObject(context, find, incoming);

  const signature = verifySignature(request, find, context.now());
  requireScope(signature);
  const pairs = parseQuery(splitTarget(request.url ?? '/').rawQuery);
  const call: S3Call = {
    request,
    requestId,
    bucket,
    key,
    query: new Map(pairs),
    headers: callHeaders(request, pairs),
    principal: signature.principal,
    signature,
  };
  const operation = s3Route(method, call);
  refuseUnmodelledHeaders(call.headers);
  if (bucket !== '') context.buckets.get(bucket);
  requireKey(key);
  return operation(context, call);
}
