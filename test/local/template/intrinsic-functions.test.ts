// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Fn::Sub look like this
import { describe, expect, it } from 'vitest';
import { load, problemsOf } from './load.ts';

const template = {
  Parameters: {
    Name: { Type: 'String', Default: 'songs' },
    Count: { Type: 'Number', Default: 3 },
    List: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
  },
  Mappings: { ByRegion: { 'eu-west-1': { Size: 'small' } } },
  Conditions: {
    IsSongs: { 'Fn::Equals': [{ Ref: 'Name' }, 'songs'] },
    Not: { 'Fn::Not': [{ Condition: 'IsSongs' }] },
    Both: { 'Fn::And': [{ Condition: 'IsSongs' }, { 'Fn::Equals': [{ Ref: 'Count' }, '3'] }] },
    Either: { 'Fn::Or': [{ Condition: 'Not' }, { Condition: 'Both' }] },
  },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' }, Queue: { Type: 'AWS::SQS::Queue', Condition: 'Not' } },
};
const value = (Value: unknown) => load({ Main: { ...template, Outputs: { O: { Value } } } }).outputs.Main?.O;
const reason = (Value: unknown) =>
  problemsOf({ Main: { ...template, Outputs: { O: { Value } } } }).map((problem) => problem.reason);

describe('functions of a template', () => {
  it.each([
    ['Ref of a parameter', { Ref: 'Name' }, 'songs'],
    ['Ref of a resource', { Ref: 'Bucket' }, 'main-bucket'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::main-bucket'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::main-bucket'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Count' }, { Ref: 'AWS::NoValue' }]] }, 'a-3'],
    ['Fn::Join of a list parameter', { 'Fn::Join': ['+', { Ref: 'List' }] }, 'a+b+c'],
    ['Fn::Select and Fn::Split', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'x/y/z'] }] }, 'y'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${Name}-${Bucket.Arn}-${!Literal}-${AWS::AccountId}' },
      'songs-arn:aws:s3:::main-bucket-${Literal}-000000000000',
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${A}${Name}', { A: { Ref: 'Count' } }] }, '3songs'],
    ['Fn::If', { 'Fn::If': ['IsSongs', 'yes', 'no'] }, 'yes'],
    ['Fn::Not', { 'Fn::If': ['Not', 'yes', 'no'] }, 'no'],
    ['Fn::And, Fn::Or', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'Size'] }, 'small'],
    ['Fn::Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
  ])('resolves %s', (_, expression, expected) => expect(value(expression)).toBe(expected));

  it.each([
    ['an unknown function', { 'Fn::Length': [1] }, 'Fn::Length'],
    ['an unknown name', { Ref: 'Ghost' }, 'Ghost'],
    ['an unmodelled attribute', { 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] }, 'WebsiteURL'],
    ['a resource whose condition is false', { Ref: 'Queue' }, 'Queue'],
    ['an unknown mapping key', { 'Fn::FindInMap': ['ByRegion', 'mars', 'Size'] }, 'mars'],
    ['an unknown condition', { 'Fn::If': ['Ghost', 1, 2] }, 'Ghost'],
    ['a position outside the list', { 'Fn::Select': [5, ['a']] }, 'item 5'],
    ['an export that nobody has', { 'Fn::ImportValue': 'ghost' }, 'ghost'],
    [
      'an output of no loaded stack',
      { 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O' } },
      'stack S',
    ],
  ])('refuses %s, by name', (_, expression, named) => {
    expect(reason(expression)).toEqual([expect.stringContaining(named)]);
  });

  it('refuses a circle', () => {
    const Resources = {
      A: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'B' } } },
      B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'A' } } },
    };
    expect(problemsOf({ Main: { Resources } })[0]?.reason).toContain('needed to compute itself');
  });
});

describe('values across stacks', () => {
  const shop = {
    Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
    Outputs: {
      BucketName: { Value: { Ref: 'Bucket' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Bucket' } } },
    },
  };
  it.each([
    ['an export', { 'Fn::ImportValue': 'Shop:Bucket' }],
    [
      'an output',
      {
        'Fn::GetStackOutput': { StackName: 'Shop', Region: { Ref: 'AWS::Region' }, OutputName: 'BucketName' },
      },
    ],
  ])('resolve %s, whichever stack comes first', (_, Value) => {
    const front = { Outputs: { Got: { Value } } };
    expect(load({ Front: front, Shop: shop }).outputs.Front).toEqual({ Got: 'shop-bucket' });
    expect(load({ Shop: shop, Front: front }).outputs.Front).toEqual({ Got: 'shop-bucket' });
  });
});

describe('parameters', () => {
  const Parameters = {
    Url: { Type: 'String', AllowedPattern: 'https?://.*', ConstraintDescription: 'must be an address' },
    Size: { Type: 'Number', Default: 5, MinValue: 1, MaxValue: 9 },
    Kind: { Type: 'String', Default: 'a', AllowedValues: ['a', 'b'] },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' },
  };
  const Outputs = {
    All: { Value: { 'Fn::Join': [' ', [{ Ref: 'Url' }, { Ref: 'Size' }, { Ref: 'Kind' }]] } },
  };
  const main = { Main: { Parameters, Outputs } };

  it('take given values and defaults', () => {
    expect(load(main, { Main: { Url: 'http://x', Size: '7' } }).outputs.Main).toEqual({
      All: 'http://x 7 a',
    });
  });

  it.each([
    ['a missing value', {}, 'Url has no default'],
    ['a value outside the pattern', { Url: 'ftp://x' }, 'must be an address'],
    ['a number out of range', { Url: 'http://x', Size: '10' }, 'Size must lie in 1…9'],
    ['text for a number', { Url: 'http://x', Size: 'many' }, 'Size must be a number'],
    ['a value that is not allowed', { Url: 'http://x', Kind: 'c' }, 'Kind must be one of a, b'],
    ['a name that the template does not declare', { Url: 'http://x', Ghost: '1' }, 'no such parameter'],
  ])('refuse %s', (_, given, named) => {
    expect(problemsOf(main, { Main: given })).toEqual([
      expect.objectContaining({ reason: expect.stringContaining(named) }),
    ]);
  });
});
