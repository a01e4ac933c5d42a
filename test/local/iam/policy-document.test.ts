import { describe, expect, it } from 'vitest';
import { readPolicyDocument } from '../../../infra/local/iam/policy-document.ts';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const read = (over: object) =>
  readPolicyDocument({ Version: '2012-10-17', Statement: { ...statement, ...over } }, 'policy P');

describe('readPolicyDocument', () => {
  it('accepts one statement or several, text or lists', () => {
    expect(read({})).toEqual([
      {
        effect: 'Allow',
        actions: { not: false, patterns: ['s3:GetObject'] },
        resources: { not: false, patterns: ['*'] },
        conditions: [],
      },
    ]);
    expect(readPolicyDocument({ Statement: [statement, statement] }, 'P')).toHaveLength(2);
  });

  it('accepts a condition key in any case, as AWS does', () => {
    expect(read({ Condition: { StringEquals: { 'AWS:SourceArn': 'arn:x' } } })[0]?.conditions).toEqual([
      { operator: 'StringEquals', key: 'aws:SourceArn', values: ['arn:x'] },
    ]);
  });

  it.each([
    ['an unknown operator', { Condition: { IpAddress: { 'aws:SourceIp': '1.2.3.4' } } }, 'IpAddress'],
    ['an unknown key', { Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } }, 'aws:PrincipalTag/x'],
    ['a policy variable', { Resource: 'arn:aws:s3:::b/$' + '{aws:username}' }, 'aws:username'],
    ['an unknown element', { NotPrincipal: '*' }, 'NotPrincipal'],
    ['a federated principal', { Principal: { Federated: 'x' } }, 'Principal'],
    ['a statement without action', { Action: undefined }, 'NotAction'],
  ])('refuses %s, by name', (_, over, named) => {
    expect(() => read(over)).toThrow(named);
    expect(() => read(over)).toThrow('policy P');
  });
});
