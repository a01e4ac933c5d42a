import { findObject } from '../find-object.ts';
import { objectArn } from '../object-arn.ts';
import { tagsOfXml } from '../parse-tags.ts';
import { readDocument } from '../read-document.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { writeXml } from '../write-xml.ts';

function setTags(context: S3Context, call: S3Call, tags: [string, string][]): void {
  const record = findObject(context, call, call.bucket, call.key);
  context.objects.put(call.bucket, { ...record, details: { ...record.details, tags } });
}

/** GetObjectTagging. */
export function getObjectTagging(context: S3Context, call: S3Call): S3Answer {
  context.authorize(call.principal, 's3:GetObjectTagging', objectArn(call.bucket, call.key));
  const { tags } = findObject(context, call, call.bucket, call.key).details;
  const Tag = tags.map(([Key, Value]) => ({ Key, Value }));
  return { status: 200, xml: writeXml('Tagging', { TagSet: { Tag } }) };
}

/** PutObjectTagging. */
export async function putObjectTagging(context: S3Context, call: S3Call): Promise<S3Answer> {
  context.authorize(call.principal, 's3:PutObjectTagging', objectArn(call.bucket, call.key));
  setTags(context, call, tagsOfXml(await readDocument(call, 'Tagging')));
  return { status: 200 };
}

/** DeleteObjectTagging. */
export function deleteObjectTagging(context: S3Context, call: S3Call): S3Answer {
  context.authorize(call.principal, 's3:DeleteObjectTagging', objectArn(call.bucket, call.key));
  setTags(context, call, []);
  return { status: 204 };
}
