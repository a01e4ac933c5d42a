import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml } from '../../../infra/local/s3/read-xml.ts';
import { writeXml } from '../../../infra/local/s3/write-xml.ts';
import { xmlRecord } from '../../../infra/local/s3/xml-record.ts';

describe('XML', () => {
  it('reads back any text it wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        const root = readXml(writeXml('Root', { Key: key, Empty: '', Item: ['1', '2'] }));
        expect(xmlRecord(root, ['Item'])).toEqual({ Key: key, Empty: '', Item: ['1', '2'] });
      }),
    );
  });

  it('reads declarations, comments, CDATA, prefixes, attributes and entities', () => {
    const document =
      '\uFEFF<?xml version="1.0"?><!-- c --><s3:A xmlns:s3="http://x" b=\'1\'> <s3:B/> <C><![CDATA[<&>]]>&amp;&#x41;&#66;</C></s3:A>\n';
    expect(xmlRecord(readXml(document))).toEqual({ B: '', C: '<&>&AB' });
  });

  it.each([
    '',
    'text',
    '<A>',
    '</A>',
    '<A></B>',
    '<A/><B/>',
    '<A>&nbsp;</A>',
    '<A>& b</A>',
    '<A b=1/>',
    '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>',
    '<A>'.repeat(50),
  ])('refuses %j', (document) => {
    expect(() => readXml(document)).toThrow('not well-formed');
  });
});
