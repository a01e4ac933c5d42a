import { AwsServiceError } from '../aws-service-error.ts';
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { getBucketLocation, headBucket } from './operations/describe-bucket.ts';
import { getObject } from './operations/get-object.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import { listBuckets } from './operations/list-buckets.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjects } from './operations/list-objects.ts';
import { listParts } from './operations/list-parts.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/object-tagging.ts';
import { putObject } from './operations/put-object.ts';
import { uploadPart } from './operations/upload-part.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import type { S3Answer } from './s3-answer.ts';
import type { S3Call } from './s3-call.ts';
import type { S3Context } from './s3-context.ts';

type Operation = (context: S3Context, call: S3Call) => S3Answer | Promise<S3Answer>;

interface Route {
  readonly operation: Operation;
  /** Query parameters that select the operation. */
  readonly requires: readonly string[];
  /** Query parameters it understands besides. */
  readonly accepts?: readonly string[];
  /** Whether it is the form of the operation that copies from another object. */
  readonly copies?: boolean;
}

const LIST_V1 = ['prefix', 'delimiter', 'marker', 'max-keys', 'encoding-type'];
const LIST_V2 = [...LIST_V1, 'continuation-token', 'start-after', 'fetch-owner'];
const LIST_UPLOADS = ['prefix', 'key-marker', 'upload-id-marker', 'max-uploads', 'encoding-type'];
const READ = [
  'partNumber',
  'versionId',
  ...['cache-control', 'content-disposition', 'content-encoding'].map((name) => `response-${name}`),
  ...['content-language', 'content-type', 'expires'].map((name) => `response-${name}`),
];
const VERSION = ['versionId'];

// Tried in order: the more specific route first.
const ROUTES: Readonly<Record<string, readonly Route[]>> = {
  'GET service': [{ operation: listBuckets, requires: [] }],
  'HEAD bucket': [{ operation: headBucket, requires: [] }],
  'GET bucket': [
    { operation: getBucketLocation, requires: ['location'] },
    { operation: listMultipartUploads, requires: ['uploads'], accepts: LIST_UPLOADS },
    { operation: listObjects, requires: ['list-type'], accepts: LIST_V2 },
    { operation: listObjects, requires: [], accepts: LIST_V1 },
  ],
  'POST bucket': [{ operation: deleteObjects, requires: ['delete'] }],
  'HEAD object': [{ operation: getObject, requires: [], accepts: READ }],
  'GET object': [
    {
      operation: listParts,
      requires: ['uploadId'],
      accepts: ['max-parts', 'part-number-marker', 'encoding-type'],
    },
    { operation: getObjectTagging, requires: ['tagging'], accepts: VERSION },
    { operation: getObjectAttributes, requires: ['attributes'], accepts: VERSION },
    { operation: getObject, requires: [], accepts: READ },
  ],
  'PUT object': [
    { operation: uploadPartCopy, requires: ['uploadId', 'partNumber'], copies: true },
    { operation: uploadPart, requires: ['uploadId', 'partNumber'] },
    { operation: putObjectTagging, requires: ['tagging'], accepts: VERSION },
    { operation: copyObject, requires: [], copies: true },
    { operation: putObject, requires: [] },
  ],
  'POST object': [
    { operation: createMultipartUpload, requires: ['uploads'] },
    { operation: completeMultipartUpload, requires: ['uploadId'] },
  ],
  'DELETE object': [
    { operation: abortMultipartUpload, requires: ['uploadId'] },
    { operation: deleteObjectTagging, requires: ['tagging'], accepts: VERSION },
    { operation: deleteObject, requires: [], accepts: VERSION },
  ],
};

/** x-id only repeats the operation's name, X-Amz-* belong to the signature. */
function isNeutral(name: string): boolean {
  return name === 'x-id' || name.toLowerCase().startsWith('x-amz-');
}

/**
 * Finds the operation of a call. Whatever the local S3 does not model is refused by name rather than
 * ignored: a client that sent it expects something to happen.
 * @throws {AwsServiceError} NotImplemented (501).
 */
export function s3Route(method: string, call: S3Call): Operation {
  const level = call.bucket === '' ? 'service' : call.key === '' ? 'bucket' : 'object';
  const names = [...call.query.keys()].filter((name) => !isNeutral(name));
  const route = (ROUTES[`${method} ${level}`] ?? []).find(
    ({ requires, copies }) =>
      requires.every((name) => names.includes(name)) &&
      (copies === undefined || copies === call.headers.has('x-amz-copy-source')),
  );
  const refuse = (what: string) => {
    const message = `The local S3 does not implement ${what} (${method} on ${level === 'object' ? 'an object' : `the ${level}`}).`;
    return new AwsServiceError('NotImplemented', message, 501);
  };
  const known = [...(route?.requires ?? []), ...(route?.accepts ?? [])];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse(`the sub-resource or parameter "${unknown}"`);
  if (route === undefined) throw refuse('this operation');
  const version = call.query.get('versionId');
  if (version !== undefined && version !== 'null') throw refuse('versions ("versionId")');
  return route.operation;
}
