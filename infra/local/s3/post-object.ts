import type { IncomingMessage } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';
import type { FindPrincipal } from '../principal.ts';
import { uriEncode } from '../signature/uri-encode.ts';
import { verifyPolicySignature } from '../signature/verify-policy-signature.ts';
import { checkPostPolicy } from './check-post-policy.ts';
import { commitBody } from './commit-body.ts';
import { detailsOfHeaders } from './details-of-headers.ts';
import { eventCause } from './event-cause.ts';
import { expectedChecksum } from './expected-body.ts';
import { type FormUpload, formUpload } from './form-upload.ts';
import { limitedBytes } from './limited-bytes.ts';
import { objectArn } from './object-arn.ts';
import type { ObjectDetails } from './object-details.ts';
import type { ObjectRecord } from './object-record.ts';
import { tagsOfXml } from './parse-tags.ts';
import { postPolicy } from './post-policy.ts';
import { refuseUnmodelledHeaders } from './refuse-unmodelled-headers.ts';
import { requireKey } from './require-key.ts';
import type { S3Answer } from './s3-answer.ts';
import type { S3Context } from './s3-context.ts';
import { storeBody } from './store-body.ts';
import { writeXml } from './write-xml.ts';

/** A form upload as it comes in, before anything of it is believed. */
export interface PostCall {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly bucket: string;
}

function keyOf({ fields, filename }: FormUpload): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the form says it so, for S3 to fill in
  const key = fields.get('key')?.replaceAll('${filename}', () => filename) ?? '';
  if (key === '') {
    throw new AwsServiceError('InvalidArgument', "Bucket POST must contain a field named 'key'.");
  }
  return requireKey(key);
}

function detailsOfForm(fields: ReadonlyMap<string, string>): ObjectDetails {
  const details = detailsOfHeaders(fields);
  const tagging = fields.get('tagging');
  return tagging === undefined ? details : { ...details, tags: tagsOfXml(tagging) };
}

/** What the form asks to be answered: a redirect, or 200, 201 or (usually) 204. */
function answer(bucket: string, record: ObjectRecord, fields: ReadonlyMap<string, string>): S3Answer {
  const etag = `"${record.etag}"`;
  const redirect = fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    target.searchParams.set('bucket', bucket);
    target.searchParams.set('key', record.key);
    target.searchParams.set('etag', etag);
    return { status: 303, headers: { location: target.href, etag } };
  }
  const location = `/${bucket}/${record.key.split('/').map(uriEncode).join('/')}`;
  const headers = { etag, location };
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const xml = writeXml('PostResponse', { Location: location, Bucket: bucket, Key: record.key, ETag: etag });
  return { status: 201, headers, xml };
}

async function takeForm(
  context: S3Context,
  find: FindPrincipal,
  call: PostCall,
  form: FormUpload,
): Promise<S3Answer> {
  const { bucket } = call;
  const principal = verifyPolicySignature((name) => form.fields.get(name), find);
  const policy = postPolicy(form.fields.get('policy') ?? '');
  const key = keyOf(form);
  const fields = new Map([...form.fields, ['bucket', bucket], ['key', key]]);
  checkPostPolicy(policy, fields, context.now());
  const acl = fields.get('acl');
  refuseUnmodelledHeaders(acl === undefined ? fields : new Map([...fields, ['x-amz-acl', acl]]));
  context.authorize(principal, 's3:PutObject', objectArn(bucket, key));
  const details = detailsOfForm(fields);
  if (details.tags.length > 0) context.authorize(principal, 's3:PutObjectTagging', objectArn(bucket, key));
  const checksum = expectedChecksum(fields);
  const md5Base64 = fields.get('content-md5');
  const source = limitedBytes(form.file, policy.minimumBytes, policy.maximumBytes);
  const body = await storeBody(context.files, source, {
    ...(md5Base64 !== undefined && { md5Base64 }),
    ...(checksum !== undefined && { checksum }),
  });
  const record = commitBody(context, {
    bucket,
    key,
    body,
    details,
    reason: 'POST Object',
    cause: eventCause(call),
    conditions: new Map(),
  });
  return answer(bucket, record, fields);
}

/**
 * Takes a browser's form upload: its policy is its signature, and every condition of it is enforced,
 * the length while the file streams in.
 * @throws {AwsServiceError} AccessDenied, SignatureDoesNotMatch, EntityTooLarge, EntityTooSmall, …
 */
export async function postObject(context: S3Context, find: FindPrincipal, call: PostCall): Promise<S3Answer> {
  context.buckets.get(call.bucket);
  const form = await formUpload(call.request);
  try {
    return await takeForm(context, find, call, form);
  } catch (error) {
    // Whoever sends first and reads later gets the error only after its bytes were taken.
    form.file.on('error', () => undefined).resume();
    throw error;
  }
}
