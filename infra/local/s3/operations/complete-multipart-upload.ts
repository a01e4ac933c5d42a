import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsServiceError } from '../../aws-service-error.ts';
import { checksumHeader } from '../checksum/checksum-algorithm.ts';
import { multipartChecksum } from '../checksum/multipart-checksum.ts';
import type { ObjectChecksum } from '../checksum/object-checksum.ts';
import { checksumElements } from '../checksum-elements.ts';
import { commitObject } from '../commit-object.ts';
import { eventCause } from '../event-cause.ts';
import { findUpload } from '../find-upload.ts';
import { objectArn } from '../object-arn.ts';
import type { ObjectRecord } from '../object-record.ts';
import { readDocument } from '../read-document.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { Upload, UploadedPart } from '../upload-catalog.ts';
import { writeXml } from '../write-xml.ts';
import { xmlRecord } from '../xml-record.ts';

/** Every part but the last has at least this many bytes. */
const MINIMUM_PART_BYTES = 5 * 1024 ** 2;

const completeDocument = z.object({
  Part: z
    .array(z.looseObject({ PartNumber: z.coerce.number().int().positive(), ETag: z.string() }))
    .min(1)
    .max(10_000),
});

type NamedPart = z.infer<typeof completeDocument>['Part'][number];

function choosePart(named: NamedPart, upload: Upload, uploaded: UploadedPart | undefined): UploadedPart {
  const stated = upload.algorithm === null ? undefined : named[`Checksum${upload.algorithm}`];
  const matches =
    uploaded !== undefined &&
    named.ETag.replaceAll('"', '') === uploaded.etag &&
    (stated === undefined || stated === uploaded.checksum);
  if (matches) return uploaded;
  const message =
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  throw new AwsServiceError('InvalidPart', message, 400, { PartNumber: String(named.PartNumber) });
}

/** The parts the object is made of: those the client names, in ascending order. */
function chooseParts(named: readonly NamedPart[], upload: Upload, uploaded: UploadedPart[]): UploadedPart[] {
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const chosen = named.map((part) => choosePart(part, upload, byNumber.get(part.PartNumber)));
  for (const [index, part] of chosen.entries()) {
    const next = chosen[index + 1];
    if (next === undefined) break;
    if (next.number <= part.number) {
      const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.';
      throw new AwsServiceError('InvalidPartOrder', message);
    }
    if (part.bytes < MINIMUM_PART_BYTES) {
      const message = 'Your proposed upload is smaller than the minimum allowed size';
      throw new AwsServiceError('EntityTooSmall', message, 400, {
        ProposedSize: String(part.bytes),
        MinSizeAllowed: String(MINIMUM_PART_BYTES),
        PartNumber: String(part.number),
      });
    }
  }
  return chosen;
}

/** The object's checksum, held against the one the client states. */
function wholeChecksum(call: S3Call, upload: Upload, parts: UploadedPart[]): ObjectChecksum | undefined {
  const { algorithm, type } = upload;
  if (algorithm === null || type === null) return undefined;
  const sums = parts.map(({ checksum, bytes }) => ({ value: checksum ?? '', bytes }));
  const checksum = multipartChecksum(algorithm, type, sums);
  const stated = call.headers.get(checksumHeader(algorithm));
  if (stated !== undefined && stated !== checksum.value) {
    throw new AwsServiceError('BadDigest', `The ${algorithm} you specified did not match what we received.`);
  }
  return checksum;
}

/** The ETag of a multipart object: MD5 over the MD5s of its parts, and their number. */
function multipartEtag(parts: readonly UploadedPart[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

function completedRecord(
  context: S3Context,
  call: S3Call,
  upload: Upload,
  parts: UploadedPart[],
): ObjectRecord {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const stated = call.headers.get('x-amz-mp-object-size');
  if (stated !== undefined && stated !== String(bytes)) {
    const message = `The provided 'x-amz-mp-object-size' header does not match what was computed (${bytes}).`;
    throw new AwsServiceError('InvalidRequest', message);
  }
  const checksum = wholeChecksum(call, upload, parts);
  return {
    key: call.key,
    etag: multipartEtag(parts),
    bytes,
    modified: context.now(),
    segments: parts.map((part) => ({ file: part.file, bytes: part.bytes })),
    details: checksum === undefined ? upload.details : { ...upload.details, checksum },
  };
}

/** In this call the checksum headers speak of the object, not of the XML body. */
function withoutChecksums(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...headers].filter(([name]) => !name.startsWith('x-amz-checksum-')));
}

/** CompleteMultipartUpload: the parts' files become the object as they are, so nothing is copied. */
export async function completeMultipartUpload(context: S3Context, call: S3Call): Promise<S3Answer> {
  const { bucket, key } = call;
  context.authorize(call.principal, 's3:PutObject', objectArn(bucket, key));
  findUpload(context, call);
  const document = await readDocument(
    { ...call, headers: withoutChecksums(call.headers) },
    'CompleteMultipartUpload',
  );
  const parsed = completeDocument.safeParse(xmlRecord(document, ['Part']));
  if (!parsed.success) {
    throw new AwsServiceError('MalformedXML', 'The CompleteMultipartUpload document is not valid.');
  }
  const upload = findUpload(context, call);
  const uploaded = context.uploads.parts(upload.id);
  const parts = chooseParts(parsed.data.Part, upload, uploaded);
  const record = completedRecord(context, call, upload, parts);
  commitObject(context, {
    bucket,
    record,
    reason: 'CompleteMultipartUpload',
    cause: eventCause(call),
    conditions: call.headers,
    also: () => context.uploads.remove(upload.id),
  });
  context.files.remove(uploaded.filter((part) => !parts.includes(part)).map(({ file }) => file));
  const xml = writeXml('CompleteMultipartUploadResult', {
    Location: `/${bucket}/${key}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${record.etag}"`,
    ...checksumElements(record.details.checksum),
  });
  return { status: 200, xml };
}
