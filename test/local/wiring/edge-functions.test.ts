// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Fn::Sub look like this
import { describe, expect, it } from 'vitest';
import { distribution } from '../../../infra/local/template/resources/distribution.ts';
import { edgeFunctions } from '../../../infra/local/wiring/edge-functions.ts';
import { load, problemsOf } from '../template/load.ts';

const edge = (more: object = {}) => ({
  Type: 'AWS::CloudFront::Function',
  Properties: {
    Name: { 'Fn::Sub': ['${Stage}-limit', { Stage: 'test' }] },
    AutoPublish: true,
    FunctionCode: 'function handler(event) { console.log("seen"); return event.request; }',
    FunctionConfig: { Comment: 'c', Runtime: 'cloudfront-js-2.0' },
    ...more,
  },
});
const cdn = (...FunctionAssociations: object[]) => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Enabled: true,
      Origins: [
        { Id: 'o', DomainName: 'example.com', CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } },
      ],
      DefaultCacheBehavior: {
        TargetOriginId: 'o',
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        FunctionAssociations,
      },
    },
  },
});
const withErrors = (CustomErrorResponses: object[]) => {
  const { Type, Properties } = cdn();
  const DistributionConfig = { ...Properties.DistributionConfig, CustomErrorResponses };
  return { Main: { Resources: { Cdn: { Type, Properties: { DistributionConfig } } } } };
};
const association = (EventType: string) => ({
  EventType,
  FunctionARN: { 'Fn::GetAtt': ['Limit', 'FunctionARN'] },
});
const template = (more?: object, ...associations: object[]) => ({
  Main: { Resources: { Limit: edge(more), Cdn: cdn(...associations) } },
});

describe('a CloudFront Function of a template', () => {
  it('is found by the ARN that a behaviour names, and logs under its name', () => {
    const lines: string[] = [];
    const stacks = load(template({}, association('viewer-request')));
    const [loaded] = stacks.of(distribution);
    const named = loaded?.properties.DistributionConfig.DefaultCacheBehavior.FunctionAssociations[0];
    const found = edgeFunctions(stacks, (line) => lines.push(line)).get(named?.FunctionARN ?? '');
    expect(found?.run({ request: { uri: '/' } })).toEqual({ uri: '/' });
    expect(lines).toEqual(['[test-limit] seen']);
  });

  it.each([
    ['another runtime', { FunctionConfig: { Runtime: 'cloudfront-js-1.0' } }, 'only the runtime'],
    [
      'a key value store',
      { FunctionConfig: { Runtime: 'cloudfront-js-2.0', KeyValueStoreAssociations: [] } },
      'KeyValueStore',
    ],
    ['code that is too long', { FunctionCode: `//${'x'.repeat(10_239)}` }, '10240 bytes'],
    ['no publication', { AutoPublish: false }, 'not published'],
    ['a name with a dot', { Name: 'a.b' }, 'Name'],
  ])('is refused with %s', (_, more, reason) => {
    expect(JSON.stringify(problemsOf(template(more)))).toContain(reason);
  });

  it('is refused twice for one event, and on events at the origin', () => {
    const twice = problemsOf(template({}, association('viewer-request'), association('viewer-request')));
    expect(JSON.stringify(twice)).toContain('one function for an event');
    expect(problemsOf(template({}, association('origin-request')))).toHaveLength(1);
    expect(problemsOf(template({}, association('viewer-request'), association('viewer-response')))).toEqual(
      [],
    );
  });

  it('is refused by its place in the template when its code does not load', () => {
    const stacks = load(template({ FunctionCode: "import crypto from 'crypto';" }));
    expect(() => edgeFunctions(stacks, () => {})).toThrow(
      /^Main\/Limit: its code does not load: Cannot use import/,
    );
  });
});

describe('errors that a distribution keeps', () => {
  it('are a matter of time alone: pages in their place are refused', () => {
    expect(problemsOf(withErrors([{ ErrorCode: 503, ErrorCachingMinTTL: 0 }]))).toEqual([]);
    const page = { ErrorCode: 503, ResponseCode: 200, ResponsePagePath: '/sorry.html' };
    expect(JSON.stringify(problemsOf(withErrors([page])))).toContain(
      'CustomErrorResponses[0].ResponsePagePath',
    );
  });
});
