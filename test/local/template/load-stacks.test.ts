import { describe, expect, it } from 'vitest';
import { lambdaFunction } from '../../../infra/local/template/resources/lambda-function.ts';
import { queue } from '../../../infra/local/template/resources/queue.ts';
import { Unmodelled } from '../../../infra/local/template/unmodelled.ts';
import { load, problemsOf } from './load.ts';

const handler = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: 'a.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: 'arn:role',
    Timeout: '9',
    TracingConfig: { Mode: 'Active' },
    Environment: { Variables: { URL: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, N: 5 } },
  },
};
const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } };

describe('loadStacks', () => {
  it('gives typed properties with defaults, without those that change nothing here', () => {
    const [loaded] = load({ Main: { Resources: { Handler: handler, Api: api } } }).of(lambdaFunction);
    expect(loaded?.identity).toEqual({
      stack: 'Main',
      logicalId: 'Handler',
      type: 'AWS::Lambda::Function',
      name: 'Main-Handler',
    });
    expect(loaded?.properties).toMatchObject({ Timeout: 9, MemorySize: 128 });
    expect(loaded?.properties).not.toHaveProperty('TracingConfig');
    expect(loaded?.properties.Environment?.Variables.N).toBe('5');
  });

  it('rewrites every text that it resolved', () => {
    const rewrite = (text: string) =>
      text.replace(/https:\/\/\w+\.execute-api\.eu-west-1\.amazonaws\.com/, 'http://x');
    const stacks = load({ Main: { Resources: { Handler: handler, Api: api } } }).rewritten(rewrite);
    const [loaded] = stacks.of(lambdaFunction);
    expect(loaded?.properties.Environment?.Variables.URL).toBe('http://x');
  });

  it('leaves out resources whose condition is false', () => {
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const Resources = { Queue: { Type: 'AWS::SQS::Queue', Condition: 'Never' } };
    expect(load({ Main: { Conditions, Resources } }).of(queue)).toEqual([]);
  });

  it('names resources the same on every start and cuts long names so that they stay different', () => {
    const names = () =>
      load({
        Main: {
          Resources: {
            [`${'A'.repeat(80)}1`]: { Type: 'AWS::S3::Bucket' },
            [`${'A'.repeat(80)}2`]: { Type: 'AWS::S3::Bucket' },
          },
        },
      }).resources.map(({ identity }) => identity.name);
    expect(names()).toEqual(names());
    expect(new Set(names()).size).toBe(2);
    for (const name of names()) expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
  });

  it('refuses everything it does not model, all at once, by stack, resource, type and path', () => {
    const templates = {
      Main: {
        Resources: {
          Topic: { Type: 'AWS::Kinesis::Stream' },
          Bucket: {
            Type: 'AWS::S3::Bucket',
            Properties: {
              VersioningConfiguration: { Status: 'Enabled' },
              NotificationConfiguration: { LambdaConfigurations: [], EventBridgeConfiguration: {} },
            },
          },
          Handler: {
            ...handler,
            Properties: { ...handler.Properties, Runtime: 'python3.13', Layers: [], Environment: {} },
          },
        },
      },
      Other: {
        Resources: {
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: { Targets: [{ Id: 'a', Arn: { Ref: 'Ghost' }, EcsParameters: {} }] },
          },
        },
        Outputs: { Out: { Value: { 'Fn::GetAtt': ['Rule', 'Ghost'] } } },
      },
    };
    const places = problemsOf(templates).map(({ stack, logicalId, type, path }) => [
      stack,
      logicalId,
      type,
      path,
    ]);
    expect(places.sort()).toEqual(
      [
        ['Main', 'Topic', 'AWS::Kinesis::Stream', ''],
        ['Main', 'Bucket', 'AWS::S3::Bucket', 'VersioningConfiguration'],
        ['Main', 'Bucket', 'AWS::S3::Bucket', 'NotificationConfiguration.LambdaConfigurations'],
        ['Main', 'Handler', 'AWS::Lambda::Function', 'Runtime'],
        ['Main', 'Handler', 'AWS::Lambda::Function', 'Layers'],
        ['Main', 'Handler', 'AWS::Lambda::Function', 'Environment.Variables'],
        ['Other', 'Rule', 'AWS::Events::Rule', 'Targets[0].Arn'],
        ['Other', 'Rule', 'AWS::Events::Rule', 'Targets[0].EcsParameters'],
        ['Other', 'Out', 'output', 'Value'],
      ].sort(),
    );
    expect(() => load(templates)).toThrow(Unmodelled);
    expect(() => load(templates)).toThrow(
      'Main/Topic (AWS::Kinesis::Stream): the type AWS::Kinesis::Stream of Topic is not modelled',
    );
  });

  it('refuses policies, patterns, schedules and inputs that their readers do not know', () => {
    const Statement = {
      Effect: 'Allow',
      Action: 's3:*',
      Resource: '*',
      Condition: { IpAddress: { a: 'b' } },
    };
    const Resources = {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: { Statement: [] },
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
          Policies: [{ PolicyName: 'P', PolicyDocument: { Statement } }],
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: { source: [{ regex: 'x' }] },
          ScheduleExpression: 'at(noon)',
          Targets: [
            { Id: 'a', Arn: 'arn:aws:sqs:eu-west-1:000000000000:topic' },
            { Id: 'b', Arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f', InputPath: '$..x' },
          ],
        },
      },
    };
    expect(problemsOf({ Main: { Resources } }).map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
      expect.stringMatching(/^ManagedPolicyArns: .*AdministratorAccess/),
      expect.stringMatching(/^Policies\[0\].PolicyDocument: .*IpAddress/),
      expect.stringMatching(/^EventPattern: .*regex/),
      expect.stringMatching(/^ScheduleExpression: .*at\(noon\)/),
      expect.stringMatching(/^Targets\[0\].Arn: only functions, state machines and topics/),
      expect.stringMatching(/^Targets\[1\]: .*\$\.\.x/),
    ]);
  });

  it('refuses two resources of one name', () => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'songs' } };
    expect(problemsOf({ One: { Resources: { A: bucket } }, Two: { Resources: { B: bucket } } })).toEqual([
      expect.objectContaining({ stack: 'Two', logicalId: 'B', reason: 'its name songs is taken by One/A' }),
    ]);
  });

  it('does not look into properties that change nothing here', () => {
    const Resources = {
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { Dimensions: [{ Name: 'x', Value: { 'Fn::GetAtt': ['Ghost', 'Name'] } }] },
      },
    };
    expect(problemsOf({ Main: { Resources } })).toEqual([]);
  });
});
