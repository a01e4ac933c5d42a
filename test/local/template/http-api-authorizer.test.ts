// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Fn::Sub look like this
import { describe, expect, it } from 'vitest';
import { createLocalIam } from '../../../infra/local/iam/local-iam.ts';
import { AWS_PAYLOAD_LIMITS } from '../../../infra/local/payload-limits.ts';
import { httpApiParts } from '../../../infra/local/wiring/http-api-parts.ts';
import { resourcePolicyConfigs } from '../../../infra/local/wiring/iam-configs.ts';
import { load, problemsOf } from './load.ts';

const usable = {
  ApiId: { Ref: 'Api' },
  Name: 'Guard',
  AuthorizerType: 'REQUEST',
  AuthorizerPayloadFormatVersion: '2.0',
  EnableSimpleResponses: true,
  AuthorizerResultTtlInSeconds: 0,
  AuthorizerUri: {
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        ':apigateway:eu-west-1:lambda:path/2015-03-31/functions/',
        'arn:aws:lambda:eu-west-1:000000000000:function:guard/invocations',
      ],
    ],
  },
};
const guarded = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Guard' } };

/** A template with one route and one authorizer. */
const template = (authorizer: object = {}, route: object = guarded, others: object = {}) => ({
  Shop: {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
      },
      Guard: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ...usable, ...authorizer } },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: 'arn:aws:lambda:eu-west-1:000000000000:function:songs',
          PayloadFormatVersion: '2.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Api' },
          RouteKey: 'GET /songs',
          Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
          ...route,
        },
      },
      ...others,
    },
  },
});

/** What the API of a template is made of, its functions answering their own names. */
function partsOf(templates: ReturnType<typeof template>) {
  const stacks = load(templates);
  const iam = createLocalIam({
    roles: [],
    resourcePolicies: resourcePolicyConfigs(stacks),
    masterSecret: 'secret',
  });
  const lambda = { invoke: async (name: string) => ({ payload: name }) };
  const all = httpApiParts({ stacks, iam, lambda, limits: AWS_PAYLOAD_LIMITS, log: () => undefined });
  const [parts] = [...all.values()];
  if (parts === undefined) throw new Error('There is no API.');
  return parts;
}

describe('an authorizer in a template', () => {
  it('stands before the routes that name it', () => {
    const [route] = partsOf(template()).routes;
    expect(route).toMatchObject({
      routeKey: 'GET /songs',
      functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:songs',
      authorizer: {
        id: expect.stringMatching(/^[a-z0-9]{6}$/),
        functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:guard',
      },
    });
    expect(partsOf(template({}, {})).routes[0]?.authorizer).toBeUndefined();
    expect(partsOf(template({ IdentitySource: [] })).routes).toHaveLength(1);
  });

  it.each([
    ['AuthorizerType', 'JWT', /only Lambda authorizers/],
    ['AuthorizerPayloadFormatVersion', '1.0', /only the payload format 2.0/],
    ['EnableSimpleResponses', false, /only simple responses/],
    ['EnableSimpleResponses', undefined, /only simple responses/],
    ['AuthorizerResultTtlInSeconds', 300, /not remembered/],
    ['AuthorizerResultTtlInSeconds', undefined, /./],
    ['AuthorizerUri', 'https://example.com', /only functions/],
    ['IdentitySource', ['$request.header.x'], /identity sources are not modelled/],
    ['AuthorizerCredentialsArn', 'arn:aws:iam::000000000000:role/r', /not modelled/],
    ['JwtConfiguration', {}, /not modelled/],
  ])('is refused with %s: %j', (name, value, reason) => {
    const problems = problemsOf(template({ [name]: value }));
    expect(problems.map((problem) => JSON.stringify(problem)).join()).toMatch(reason);
  });

  it.each([
    ['without the type that uses it', { AuthorizerId: { Ref: 'Guard' } }, /no effect without/],
    ['that is none', { AuthorizationType: 'CUSTOM', AuthorizerId: 'other1' }, /is no authorizer of its API/],
    ['that is missing', { AuthorizationType: 'CUSTOM' }, /is no authorizer of its API/],
  ])('cannot be named by a route %s', (_, route, reason) => {
    expect(() => partsOf(template({}, route))).toThrow(reason);
  });

  it('is refused for the types of AWS that are not modelled', () => {
    const problems = problemsOf(template({}, { AuthorizationType: 'AWS_IAM' }));
    expect(JSON.stringify(problems)).toContain('only Lambda authorizers are modelled');
  });

  it('is asked only when its function lets API Gateway ask for it', async () => {
    const source = { 'Fn::Sub': 'arn:aws:execute-api:eu-west-1:000000000000:${Api}/authorizers/${Guard}' };
    const permission = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'guard',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: source,
      },
    };
    const ask = async (others: object, source?: string) => {
      const { routes, invoke } = partsOf(template({}, guarded, others));
      const { id = '', functionArn = '' } = routes[0]?.authorizer ?? {};
      return invoke(functionArn, {}, source ?? `authorizers/${id}`);
    };
    expect(await ask({ Permission: permission })).toHaveProperty('payload');
    expect(await ask({ Permission: permission }, '$default/GET/songs')).toHaveProperty('error');
    expect(await ask({})).toHaveProperty('error');
  });
});
