import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { LARGEST_UPLOAD_BYTES } from '../../infra/engine/upload-limit.ts';
import { edgeFunction } from '../../infra/local/cloudfront/edge-function.ts';
import { appWith, templateOf } from './synthesize.ts';

const TYPE = 'AWS::CloudFront::Function';
const limited = templateOf(appWith({ upstream: 'engine' }), 'Engine');
const functions = z
  .record(z.string(), z.object({ Properties: z.object({ FunctionCode: z.string() }) }))
  .parse(limited.findResources(TYPE));
const [code = ''] = Object.values(functions).map(({ Properties }) => Properties.FunctionCode);

/** What the function answers to a request. */
function answerTo(method: string, length: string | undefined): unknown {
  const headers = length === undefined ? {} : { 'content-length': { value: length } };
  const request = { method, uri: '/api/separation/create', headers, querystring: {}, cookies: {} };
  return edgeFunction({ name: 'limit', code, log: () => {} }).run({ request });
}

describe('the limit of uploads', () => {
  it('stands before the API, and not before the files', () => {
    const association = { EventType: 'viewer-request' };
    const [distribution] = Object.values(limited.findResources('AWS::CloudFront::Distribution'));
    expect(distribution?.Properties.DistributionConfig).toMatchObject({
      DefaultCacheBehavior: { FunctionAssociations: [association] },
    });
    expect(distribution?.Properties.DistributionConfig.CacheBehaviors[0]).not.toHaveProperty(
      'FunctionAssociations',
    );
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  });

  it('is absent where uploads are unlimited', () => {
    const unlimited = templateOf(
      appWith({ upstream: 'engine', engine: { unlimitedUploads: true } }),
      'Engine',
    );
    expect(unlimited.findResources(TYPE)).toEqual({});
  });

  it('lets uploads of 4.4 MB through, and forms whose event Lambda takes', () => {
    expect(LARGEST_UPLOAD_BYTES).toBeGreaterThan(4.4 * 1024 * 1024);
    expect((LARGEST_UPLOAD_BYTES * 4) / 3).toBeLessThan(6 * 1024 * 1024 - 50_000);
  });

  it('lets what fits and what is no upload go on, and refuses the rest in the form of the API', () => {
    const length = fc.option(fc.nat(2 * LARGEST_UPLOAD_BYTES).map(String), { nil: undefined });
    const near = fc.constantFrom(LARGEST_UPLOAD_BYTES, LARGEST_UPLOAD_BYTES + 1).map(String);
    fc.assert(
      fc.property(fc.constantFrom('GET', 'POST', 'OPTIONS'), fc.oneof(length, near), (method, bytes) => {
        const tooLarge = method === 'POST' && bytes !== undefined && Number(bytes) > LARGEST_UPLOAD_BYTES;
        const answer = answerTo(method, bytes);
        if (!tooLarge) {
          expect(answer).toMatchObject({ method, uri: '/api/separation/create' });
          return;
        }
        const { body, ...head } = z.looseObject({ body: z.object({ data: z.string() }) }).parse(answer);
        expect(head).toMatchObject({
          statusCode: 413,
          headers: {
            'content-type': { value: 'application/json' },
            'access-control-allow-origin': { value: '*' },
          },
        });
        const said = z.string().parse(JSON.parse(body.data).message);
        expect(said).toMatch(/4\.4 MB.*url=.*remote_type=/);
        expect(JSON.parse(body.data)).toEqual({
          success: false,
          errors: [said],
          message: said,
          data: { message: said },
        });
      }),
      { numRuns: 60 },
    );
  });
});
