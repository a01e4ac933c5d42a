import { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { EVENT_SOURCE, TURN_EVENT } from '../../shared/jobs/pipeline-event.ts';
import { CALLS } from '../../shared/mvsep/contract/calls.ts';
import { appWith, definitionsOf, templateOf } from './synthesize.ts';

const statements = z.array(
  z.looseObject({
    Action: z.union([z.string(), z.array(z.string())]),
    Resource: z.unknown(),
    Condition: z.unknown().optional(),
  }),
);
const statementsOf = (policy: { PolicyDocument: { Statement: unknown } }) =>
  statements.parse(policy.PolicyDocument.Statement);

const level = z.object({
  States: z.record(z.string(), z.looseObject({ ItemProcessor: z.unknown().optional() })),
});

/** Names of all states, those inside of a Map after it. */
function stateNames(definition: unknown): string[] {
  return Object.entries(level.parse(definition).States).flatMap(([name, { ItemProcessor: inner }]) =>
    inner === undefined ? [name] : [name, ...stateNames(inner)],
  );
}

describe('the app', () => {
  it('is one stack against mvsep.com, and two with an engine', () => {
    expect(appWith({}).node.tryFindChild('Engine')).toBeUndefined();
    expect(appWith({ upstream: 'engine' }).node.tryFindChild('Engine')).toBeDefined();
  });

  it.each([{}, { upstream: 'engine' }])(
    'has no finding of cdk-nag without a written reason (%j)',
    (settings) => {
      expect(() => appWith(settings).synth()).not.toThrow();
    },
  );

  it('refuses to be synthesized with a finding that nobody accepted', () => {
    const app = appWith({});
    new Bucket(new Stack(app, 'Careless'), 'WithoutTls');
    expect(() => app.synth()).toThrow('AwsSolutions-S10');
  });
});

describe('the Pipeline stack', () => {
  const template = templateOf(appWith({}), 'Pipeline');

  it('hands uploads, and nothing else in the bucket, to on-upload', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ prefix: 'uploads/' }] } },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });

  it('hands a turn that was given to the function that separates, and to no other', () => {
    const rules = Object.values(template.findResources('AWS::Events::Rule')).filter(
      ({ Properties }) => Properties.EventPattern?.['detail-type']?.[0] === TURN_EVENT,
    );
    expect(rules).toHaveLength(1);
    expect(rules[0]?.Properties).toMatchObject({
      EventPattern: { source: [EVENT_SOURCE] },
      Targets: [
        { InputPath: '$.detail', Arn: { 'Fn::GetAtt': [expect.stringContaining('Separate'), 'Arn'] } },
      ],
    });
  });

  it('lets functions put events as the Pipeline alone, and only on the default bus', () => {
    const speaking = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
      statementsOf(Properties).filter(({ Action }) => [Action].flat().includes('events:PutEvents')),
    );
    expect(speaking.length).toBeGreaterThan(2);
    for (const { Resource, Condition } of speaking) {
      expect(JSON.stringify(Resource)).toContain(':event-bus/default');
      expect(Condition).toEqual({ StringEquals: { 'events:source': EVENT_SOURCE } });
    }
  });

  it('costs ten transitions for four stems, eleven by link: no state but these', () => {
    const [definition] = definitionsOf(template);
    expect(stateNames(definition).sort()).toEqual([
      'Complete job',
      'Copy stem',
      'Copy stems',
      'Every separation',
      'Fail job',
      'Fail separation',
      'Fetch song',
      'Inspect audio',
      'Is it a link?',
      'Job failed',
      'Separate',
    ]);
  });

  it('leaves a job alone that has told its end: it may have been retried already', () => {
    const [definition] = definitionsOf(template);
    const { States } = level.parse(definition);
    expect(States['Complete job']?.Catch).toMatchObject([
      { ErrorEquals: ['JobFailed'], Next: 'Job failed' },
      { ErrorEquals: ['States.ALL'], Next: 'Fail job' },
    ]);
  });

  it('keeps songs and job records when the stack is deleted', () => {
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
    template.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
  });

  it('has no secret in any environment variable', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      expect(JSON.stringify(Properties.Environment)).not.toContain('resolve:secretsmanager');
    }
  });

  it('never logs the path or the query of a webhook', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))) {
      expect(Properties.AccessLogSettings.Format).not.toMatch(/\$context\.(path|http)/);
    }
  });

  it('grants no wildcard action to anyone', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
      for (const { Action } of Properties.PolicyDocument.Statement) {
        expect([Action].flat().filter((action: string) => action.includes('*'))).toEqual([]);
      }
    }
  });
});

describe('the Engine stack', () => {
  const template = templateOf(appWith({ upstream: 'engine' }), 'Engine');

  it('looks at models of the operator when they come and when they go, and writes nothing but reports', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'detail-type': ['Object Created', 'Object Deleted'],
        detail: { object: { key: [{ prefix: 'models/' }] } },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
    const written = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => statementsOf(Properties))
      .filter(({ Action }) => [Action].flat().includes('s3:PutObject'))
      .flatMap(({ Resource }) => JSON.stringify(Resource).match(/\/models\/[^"]*/g) ?? []);
    expect(written).toEqual(['/models/*.report.json']);
  });

  it('serves files straight from the bucket, which nobody else can read', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { CacheBehaviors: [Match.objectLike({ PathPattern: '/storage/*' })] },
    });
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
    });
  });

  it('keeps no error of one call for another', () => {
    const [distribution] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
    const kept: { ErrorCode: number; ErrorCachingMinTTL: number }[] =
      distribution?.Properties.DistributionConfig.CustomErrorResponses;
    expect(kept.map(({ ErrorCode }) => ErrorCode)).toEqual([404, 405, 414, 500, 501, 502, 503, 504]);
    for (const response of kept)
      expect(Object.keys(response).sort()).toEqual(['ErrorCachingMinTTL', 'ErrorCode']);
    expect(new Set(kept.map(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL))).toEqual(new Set([0]));
  });

  it('shows the functions that a call came through CloudFront', () => {
    const [distribution] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
    const origins: { OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[] }[] =
      distribution?.Properties.DistributionConfig.Origins;
    const shown = origins.flatMap(({ OriginCustomHeaders = [] }) => OriginCustomHeaders);
    expect(shown.map(({ HeaderName }) => HeaderName)).toEqual(['x-origin-key']);
    const expected = Object.values(template.findResources('AWS::Lambda::Function')).flatMap(
      ({ Properties }) => Properties.Environment.Variables.ORIGIN_KEY ?? [],
    );
    expect(expected.length).toBeGreaterThan(20);
    for (const key of expected) expect(key).toEqual(shown[0]?.HeaderValue);
  });

  it('answers every call of the MVSep API under its own path, and everything else in one place', () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
    const keys = routes.map(({ Properties }) => Properties.RouteKey);
    const calls = CALLS.flatMap(({ method, alsoMethod, path }) => [
      ...(method === 'GET' ? [`GET ${path}`, `HEAD ${path}`] : [`${method} ${path}`]),
      ...(alsoMethod === undefined ? [] : [`${alsoMethod} ${path}`]),
    ]);
    const confirmation = ['GET /api/app/verify_email', 'POST /api/app/verify_email'];
    const pages = ['GET /openapi.json', 'HEAD /openapi.json', ...confirmation, '$default'];
    expect(keys.sort()).toEqual([...calls, ...pages].sort());
  });
});
