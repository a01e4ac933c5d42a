import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import type { FindPrincipal } from '../../../infra/local/principal.ts';
import { ChunkSigner } from '../../../infra/local/signature/chunk-signer.ts';
import { verifySignature } from '../../../infra/local/signature/verify-signature.ts';
import { receivedRequest } from './received-request.ts';

// The key, requests and signatures of Amazon's own worked examples ("Authenticating Requests (AWS
// Signature Version 4)", Amazon S3 API Reference).
const EXAMPLE_KEY = 'AKIAIOSFODNN7EXAMPLE';
const EXAMPLE_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const EXAMPLE_TIME = new Date('2013-05-24T00:00:00Z');
const EMPTY_SHA256 = createHash('sha256').digest('hex');

const find: FindPrincipal = (accessKeyId) =>
  accessKeyId === EXAMPLE_KEY
    ? { principal: { accessKeyId, kind: 'operator', name: 'operator' }, secretAccessKey: EXAMPLE_SECRET }
    : undefined;

const getExample = {
  method: 'GET',
  target: '/test.txt',
  headers: {
    Host: 'examplebucket.s3.amazonaws.com',
    Range: 'bytes=0-9',
    'x-amz-content-sha256': EMPTY_SHA256,
    'x-amz-date': '20130524T000000Z',
    Authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
};

const presignedQuery = (signature: string, expires = '86400') =>
  `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`;

const presignedExample = {
  method: 'GET',
  target: presignedQuery('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'),
  headers: { Host: 'examplebucket.s3.amazonaws.com' },
};

async function refusal(sent: Parameters<typeof receivedRequest>[0], now = EXAMPLE_TIME) {
  const request = await receivedRequest(sent);
  try {
    verifySignature(request, find, now);
  } catch (error) {
    if (error instanceof AwsServiceError) return { code: error.code, status: error.status };
    throw error;
  }
  return undefined;
}

describe('verifySignature', () => {
  it('accepts the worked example of an Authorization header', async () => {
    const verified = verifySignature(await receivedRequest(getExample), find, EXAMPLE_TIME);
    expect(verified).toMatchObject({
      principal: { name: 'operator' },
      form: 'header',
      service: 's3',
      region: 'us-east-1',
      signedPayloadHash: EMPTY_SHA256,
    });
  });

  it('accepts the worked example of a key with an escaped character', async () => {
    const request = await receivedRequest({
      method: 'PUT',
      target: '/test%24file.text',
      headers: {
        Host: 'examplebucket.s3.amazonaws.com',
        Date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-date': '20130524T000000Z',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
        Authorization:
          'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      },
    });
    expect(verifySignature(request, find, EXAMPLE_TIME).principal.accessKeyId).toBe(EXAMPLE_KEY);
  });

  it('accepts the worked example of a query with sub-resource and of two parameters', async () => {
    const lifecycle = {
      ...getExample,
      target: '/?lifecycle',
      headers: {
        Host: 'examplebucket.s3.amazonaws.com',
        'x-amz-content-sha256': EMPTY_SHA256,
        'x-amz-date': '20130524T000000Z',
        Authorization:
          'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
      },
    };
    const list = {
      ...lifecycle,
      target: '/?max-keys=2&prefix=J',
      headers: {
        ...lifecycle.headers,
        Authorization: lifecycle.headers.Authorization.replace(
          /Signature=.*/,
          'Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
        ),
      },
    };
    for (const sent of [lifecycle, list]) {
      expect(verifySignature(await receivedRequest(sent), find, EXAMPLE_TIME).form).toBe('header');
    }
  });

  it('accepts the worked example of a presigned URL until the second it expires, refuses it then', async () => {
    const lastMoment = new Date('2013-05-24T23:59:59Z');
    const verified = verifySignature(await receivedRequest(presignedExample), find, lastMoment);
    expect(verified).toMatchObject({ form: 'query', signedPayloadHash: 'UNSIGNED-PAYLOAD' });
    expect(await refusal(presignedExample, new Date('2013-05-25T00:00:00Z'))).toEqual({
      code: 'AccessDenied',
      status: 403,
    });
  });

  it('accepts a clock 15 minutes off, refuses one further off, for headers and for presigned URLs', async () => {
    expect(await refusal(getExample, new Date('2013-05-24T00:15:00Z'))).toBeUndefined();
    expect((await refusal(getExample, new Date('2013-05-24T00:15:01Z')))?.code).toBe('RequestTimeTooSkewed');
    expect((await refusal(getExample, new Date('2013-05-23T23:44:59Z')))?.code).toBe('RequestTimeTooSkewed');
    expect(await refusal(presignedExample, new Date('2013-05-23T23:45:00Z'))).toBeUndefined();
    expect((await refusal(presignedExample, new Date('2013-05-23T23:44:59Z')))?.code).toBe('AccessDenied');
  });

  it('refuses an unsigned request, a signature changed in one digit, and one cut short', async () => {
    const { Authorization, ...unsigned } = getExample.headers;
    const withSignature = (text: string) => ({
      ...getExample,
      headers: { ...getExample.headers, Authorization: text },
    });
    expect((await refusal({ ...getExample, headers: unsigned }))?.code).toBe('AccessDenied');
    expect(await refusal(withSignature(Authorization.replace(/1$/, '2')))).toEqual({
      code: 'SignatureDoesNotMatch',
      status: 403,
    });
    expect((await refusal(withSignature(Authorization.slice(0, -2))))?.code).toBe('SignatureDoesNotMatch');
  });

  it('refuses a changed method, path, query, signed header or expiry', async () => {
    const { headers } = getExample;
    const changed = [
      { ...getExample, method: 'DELETE' },
      { ...getExample, target: '/Test.txt' },
      { ...getExample, target: '/test.txt?tagging' },
      { ...getExample, headers: { ...headers, Range: 'bytes=0-10' } },
      {
        ...presignedExample,
        target: presignedQuery('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404', '86401'),
      },
    ];
    for (const sent of changed) expect((await refusal(sent))?.code).toBe('SignatureDoesNotMatch');
  });

  it('refuses an x-amz-* header that the signature does not cover', async () => {
    const sneaky = {
      ...presignedExample,
      headers: { ...presignedExample.headers, 'x-amz-acl': 'public-read' },
    };
    expect((await refusal(sneaky))?.code).toBe('AccessDenied');
  });

  it('refuses a key never issued and a malformed credential, date or expiry with the code S3 uses', async () => {
    const authorization = (from: RegExp, to: string) => ({
      ...getExample,
      headers: {
        ...getExample.headers,
        Authorization: getExample.headers.Authorization.replace(from, to),
      },
    });
    expect((await refusal(authorization(/AKIA\w+/, 'AKIANOBODY')))?.code).toBe('InvalidAccessKeyId');
    expect((await refusal(authorization(/20130524\//, '')))?.code).toBe('AuthorizationHeaderMalformed');
    expect((await refusal(authorization(/host;/, '')))?.code).toBe('AuthorizationHeaderMalformed');
    expect((await refusal(authorization(/AWS4-HMAC-SHA256/, 'AWS')))?.code).toBe(
      'AuthorizationHeaderMalformed',
    );
    const forever = { ...presignedExample, target: presignedQuery('00', '604801') };
    expect((await refusal(forever))?.code).toBe('AuthorizationQueryParametersError');
  });

  it('says what to use instead of the older signature version 2', async () => {
    const old = { ...presignedExample, target: '/test.txt?AWSAccessKeyId=AKIA&Signature=x&Expires=1' };
    expect(await refusal(old)).toEqual({ code: 'InvalidRequest', status: 400 });
  });

  it('answers the JSON services with their own codes and holds the body against the hash', async () => {
    const headers = {
      Host: '127.0.0.1',
      'x-amz-date': '20130524T000000Z',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    };
    const sent = { method: 'POST', target: '/', headers };
    expect((await refusal(sent))?.code).toBe('MissingAuthenticationTokenException');
    const signed = {
      ...sent,
      headers: {
        ...headers,
        Authorization: `AWS4-HMAC-SHA256 Credential=${EXAMPLE_KEY}/20130524/eu-west-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=00`,
      },
    };
    expect((await refusal(signed))?.code).toBe('InvalidSignatureException');
    const hashed = { ...signed, headers: { ...signed.headers, 'x-amz-content-sha256': EMPTY_SHA256 } };
    const request = await receivedRequest(hashed);
    expect(() => verifySignature(request, find, EXAMPLE_TIME, Buffer.from('{}'))).toThrow(
      'does not match x-amz-content-sha256',
    );
  });
});

describe('ChunkSigner', () => {
  it('accepts the chain of the worked example and refuses it out of order', async () => {
    const request = await receivedRequest({
      method: 'PUT',
      target: '/examplebucket/chunkObject.txt',
      headers: {
        Host: 's3.amazonaws.com',
        'x-amz-date': '20130524T000000Z',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': '66560',
        'content-length': '66824',
        Authorization:
          'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
      },
    });
    const { chunkSeed } = verifySignature(request, find, EXAMPLE_TIME);
    const sha256OfAs = (bytes: number) => createHash('sha256').update('a'.repeat(bytes)).digest('hex');
    const first = 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648';
    const second = '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497';
    const last = 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9';
    const signer = new ChunkSigner(chunkSeed);
    signer.verifyChunk(sha256OfAs(65536), first);
    signer.verifyChunk(sha256OfAs(1024), second);
    signer.verifyChunk(EMPTY_SHA256, last);
    expect(() => new ChunkSigner(chunkSeed).verifyChunk(sha256OfAs(1024), second)).toThrow('does not match');
  });
});
