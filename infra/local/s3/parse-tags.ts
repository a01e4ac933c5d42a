import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import { parseQuery } from '../signature/parse-query.ts';
import { readXml } from './read-xml.ts';
import type { XmlElement } from './xml-element.ts';
import { xmlRecord } from './xml-record.ts';

type Tags = [key: string, value: string][];

const tagging = z.object({
  TagSet: z.object({ Tag: z.array(z.object({ Key: z.string(), Value: z.string() })) }).or(z.literal('')),
});

function requireTags(tags: Tags): Tags {
  const refuse = (message: string) => new AwsServiceError('InvalidTag', message);
  if (tags.length > 10) throw new AwsServiceError('BadRequest', 'Object tags cannot be greater than 10');
  if (new Set(tags.map(([key]) => key)).size !== tags.length) {
    throw refuse('Cannot provide multiple Tags with the same key');
  }
  for (const [key, value] of tags) {
    if (key === '' || key.length > 128) throw refuse('The TagKey you have provided is invalid');
    if (value.length > 256) throw refuse('The TagValue you have provided is invalid');
  }
  return tags;
}

/** Reads the x-amz-tagging header ("a=1&b=2"). @throws {AwsServiceError} InvalidTag, BadRequest. */
export function tagsOfHeader(header: string | undefined): Tags {
  return requireTags(parseQuery(header ?? ''));
}

/** Reads a Tagging document. @throws {AwsServiceError} MalformedXML, InvalidTag, BadRequest. */
export function tagsOfXml(document: XmlElement | string): Tags {
  const root = typeof document === 'string' ? readXml(document) : document;
  const parsed = tagging.safeParse(xmlRecord(root, ['Tag']));
  if (!parsed.success) throw new AwsServiceError('MalformedXML', 'The Tagging document is not valid.');
  const { TagSet } = parsed.data;
  return requireTags(TagSet === '' ? [] : TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
}
