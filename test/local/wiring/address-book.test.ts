import { describe, expect, it } from 'vitest';
import { templateSchema } from '../../../infra/local/template/template-schema.ts';
import { addressables, addressBook } from '../../../infra/local/wiring/address-book.ts';

const template = templateSchema.parse({
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api' },
    Cdn: { Type: 'AWS::CloudFront::Distribution' },
    Bucket: { Type: 'AWS::S3::Bucket' },
  },
});
const all = addressables([{ name: 'Main', template, assets: new Map() }]);
const book = (fronts: Record<string, string> = {}) =>
  addressBook(all, ({ identity }) => `http://127.0.0.1/${identity.logicalId}`, fronts);
const [api = '', cdn = ''] = all.map(({ domain }) => domain);

describe('addressables', () => {
  it('are the HTTP APIs and distributions, by the domains they would have', () => {
    expect(api).toMatch(/^[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/);
    expect(cdn).toMatch(/^e[a-z0-9]{13}\.cloudfront\.net$/);
    expect(all).toHaveLength(2);
  });
});

describe('addressBook', () => {
  it('puts local addresses in the place of https domains, wherever they stand', () => {
    const text = `{"a":"https://${api}/x","b":"https://${cdn}","c":"https://other.example"}`;
    expect(book().rewrite(text)).toBe(
      '{"a":"http://127.0.0.1/Api/x","b":"http://127.0.0.1/Cdn","c":"https://other.example"}',
    );
  });

  it('leaves bare domains and ARNs alone', () => {
    expect(book().rewrite(`${cdn} arn:aws:execute-api:${api}`)).toBe(`${cdn} arn:aws:execute-api:${api}`);
    expect(book().addressOfDomain(cdn)).toBe('http://127.0.0.1/Cdn');
    expect(book().addressOfDomain('example.com')).toBeUndefined();
  });

  it('shows a front instead of what is behind it', () => {
    const { rewrite, address, ownAddress } = book({ Cdn: 'http://front/' });
    expect(rewrite(`https://${cdn}/x https://${api}`)).toBe('http://front/x http://127.0.0.1/Api');
    expect([address('Cdn'), ownAddress('Cdn')]).toEqual(['http://front', 'http://127.0.0.1/Cdn']);
  });
});
