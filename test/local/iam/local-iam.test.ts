import { describe, expect, it } from 'vitest';
import { createLocalIam, type LocalIamOptions } from '../../../infra/local/iam/local-iam.ts';
import { checkManagedPolicies } from '../../../infra/local/iam/managed-policies.ts';
import { readPolicyDocument } from '../../../infra/local/iam/policy-document.ts';

const statements = (...Statement: object[]) => readPolicyDocument({ Statement }, 'test');
const BUCKET = 'arn:aws:s3:::songs';
const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
const RULE = 'arn:aws:events:eu-west-1:000000000000:rule/r';

function iam(over: Partial<LocalIamOptions> = {}) {
  return createLocalIam({
    masterSecret: 'secret',
    roles: [
      {
        name: 'reader',
        statements: statements(
          { Effect: 'Allow', Action: ['s3:Get*', 'S3:listbucket'], Resource: [BUCKET, `${BUCKET}/*`] },
          { Effect: 'Deny', Action: 's3:*', Resource: `${BUCKET}/private/*` },
          { Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::*' },
        ),
        trust: statements({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'states.amazonaws.com' },
          Condition: {
            ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:*' },
            StringEquals: { 'aws:SourceAccount': '000000000000' },
          },
        }),
      },
      { name: 'idle', statements: [], trust: [] },
    ],
    resourcePolicies: [
      {
        attachedTo: BUCKET,
        statements: statements(
          {
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Resource: [BUCKET, `${BUCKET}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          {
            Effect: 'Allow',
            Action: 's3:GetObject',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Resource: `${BUCKET}/*`,
            Condition: {
              StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::000000000000:distribution/E1' },
            },
          },
          {
            Effect: 'Allow',
            Action: 's3:PutObject',
            Principal: { AWS: 'arn:aws:iam::000000000000:role/idle' },
            Resource: `${BUCKET}/inbox/*`,
          },
          {
            Effect: 'Allow',
            Action: 's3:DeleteObject',
            Principal: { AWS: 'arn:aws:iam::000000000000:root' },
            Resource: `${BUCKET}/*`,
          },
        ),
      },
      {
        attachedTo: FUNCTION,
        statements: statements({
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: FUNCTION,
          Condition: { ArnLike: { 'AWS:SourceArn': RULE } },
        }),
      },
    ],
    ...over,
  });
}

describe('authorize', () => {
  const { authorize, rolePrincipal, servicePrincipal, operator, findPrincipal } = iam();
  const reader = rolePrincipal('reader');
  const idle = rolePrincipal('idle');
  const cloudFront = (id: string) =>
    servicePrincipal('cloudfront.amazonaws.com', `arn:aws:cloudfront::000000000000:distribution/${id}`);
  const operatorPrincipal = findPrincipal(operator.accessKeyId)?.principal ?? reader;

  it.each([
    ['what a role allows', reader, 's3:GetObject', `${BUCKET}/a`],
    ['an action in another case', reader, 's3:ListBucket', BUCKET],
    ['what NotAction and NotResource leave', reader, 'dynamodb:GetItem', 'arn:aws:dynamodb:x'],
    ['what a bucket policy allows a role', idle, 's3:PutObject', `${BUCKET}/inbox/a`],
    ['a service named with its source', cloudFront('E1'), 's3:GetObject', `${BUCKET}/a`],
    [
      'a rule that may invoke',
      servicePrincipal('events.amazonaws.com', RULE),
      'lambda:InvokeFunction',
      FUNCTION,
    ],
    ['the operator', operatorPrincipal, 's3:DeleteObject', `${BUCKET}/a`],
  ])('accepts %s', (_, principal, action, resource) => {
    expect(() => authorize(principal, action, resource)).not.toThrow();
  });

  it.each([
    ['what nothing allows', idle, 's3:GetObject', `${BUCKET}/a`],
    ['what a Deny forbids', reader, 's3:GetObject', `${BUCKET}/private/a`],
    ['what NotAction takes out', reader, 'iam:PassRole', 'arn:aws:dynamodb:x'],
    ['another action', reader, 's3:PutObject', `${BUCKET}/a`],
    ['a role by the name of its account', idle, 's3:DeleteObject', `${BUCKET}/a`],
    ['a service with another source', cloudFront('E2'), 's3:GetObject', `${BUCKET}/a`],
    ['a service without source', servicePrincipal('events.amazonaws.com'), 'lambda:InvokeFunction', FUNCTION],
    [
      'another service',
      servicePrincipal('apigateway.amazonaws.com', RULE),
      'lambda:InvokeFunction',
      FUNCTION,
    ],
  ])('refuses %s', (_, principal, action, resource) => {
    expect(() => authorize(principal, action, resource)).toThrow(
      expect.objectContaining({ code: 'AccessDenied', status: 403 }),
    );
  });

  it('says who may not do what on what, and keeps the denial', () => {
    const { authorize, rolePrincipal, denials } = iam();
    expect(() => authorize(rolePrincipal('idle'), 's3:GetObject', `${BUCKET}/a`)).toThrow(
      'assumed-role/idle/local is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::songs/a because no identity-based policy allows',
    );
    expect(denials()).toEqual([
      expect.objectContaining({ principal: 'idle', action: 's3:GetObject', resource: `${BUCKET}/a` }),
    ]);
  });

  it('refuses an action that was revoked from a role, and no other', () => {
    const { authorize, rolePrincipal, revoke } = iam();
    revoke('reader', 's3:GetObject');
    expect(() => authorize(rolePrincipal('reader'), 's3:GetObject', `${BUCKET}/a`)).toThrow('s3:GetObject');
    expect(() => authorize(rolePrincipal('reader'), 's3:ListBucket', BUCKET)).not.toThrow();
  });
});

describe('keys', () => {
  it('stay the same for the same secret and differ for another', () => {
    expect(iam().credentialsOfRole('reader')).toEqual(iam().credentialsOfRole('reader'));
    expect(iam().credentialsOfRole('reader')).not.toEqual(
      iam({ masterSecret: 'x' }).credentialsOfRole('reader'),
    );
  });

  it('lead back to their principal, and unknown keys to none', () => {
    const { credentialsOfRole, findPrincipal } = iam();
    const { accessKeyId, secretAccessKey } = credentialsOfRole('reader');
    expect(accessKeyId).toMatch(/^[A-Z0-9]{20}$/);
    expect(findPrincipal(accessKeyId)).toEqual({
      secretAccessKey,
      principal: { kind: 'role', name: 'reader', accessKeyId },
    });
    expect(findPrincipal('AKIAUNKNOWN')).toBeUndefined();
  });

  it('refuse a role that does not exist', () => {
    expect(() => iam().credentialsOfRole('ghost')).toThrow('ghost');
  });
});

describe('mayAssume', () => {
  it('accepts the trusted service and source and refuses others', () => {
    const { mayAssume } = iam();
    const machine = 'arn:aws:states:eu-west-1:000000000000:stateMachine:m';
    expect(mayAssume('reader', 'states.amazonaws.com', machine)).toBe(true);
    expect(mayAssume('reader', 'states.amazonaws.com', RULE)).toBe(false);
    expect(mayAssume('reader', 'lambda.amazonaws.com', machine)).toBe(false);
  });
});

describe('checkManagedPolicies', () => {
  it('accepts what only writes logs and refuses others, by name', () => {
    const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    expect(() => checkManagedPolicies([basic], 'role R')).not.toThrow();
    expect(() =>
      checkManagedPolicies([basic, 'arn:aws:iam::aws:policy/AdministratorAccess'], 'role R'),
    ).toThrow(/role R.*AdministratorAccess/);
  });
});
