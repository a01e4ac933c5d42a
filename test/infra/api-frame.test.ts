import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { OPERATIONS } from '../../shared/api/operations.ts';
import { appWith, templateOf } from './synthesize.ts';

const routes = z.record(
  z.string(),
  z.object({
    Properties: z.object({
      RouteKey: z.string(),
      AuthorizationType: z.string(),
      AuthorizerId: z.object({ Ref: z.string() }).optional(),
    }),
  }),
);

const template = templateOf(appWith({}), 'Pipeline');
const routesOfTemplate = Object.values(routes.parse(template.findResources('AWS::ApiGatewayV2::Route'))).map(
  ({ Properties }) => Properties,
);
const keyOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

describe('the routes of the API', () => {
  it.each(OPERATIONS.filter(({ scope }) => scope !== 'anyone').map((one) => [keyOf(one)]))(
    '%s asks the authorizer',
    (key) => {
      const route = routesOfTemplate.find(({ RouteKey }) => RouteKey === key);
      expect(route?.AuthorizationType).toBe('CUSTOM');
      expect(route?.AuthorizerId?.Ref).toMatch(/CallerAuthorizer/);
    },
  );

  it('are open only where nobody can show a key to an authorizer', () => {
    const forAnyone = OPERATIONS.filter(({ scope }) => scope === 'anyone').map(keyOf);
    const open = routesOfTemplate
      .filter(({ AuthorizationType }) => AuthorizationType === 'NONE')
      .map(({ RouteKey }) => RouteKey)
      .filter((key) => !forAnyone.includes(key));
    for (const key of open) expect(key).toMatch(/^(\$default|ANY \/webhooks\/.*|\S+ \/(api|storage)\/.*)$/);
    expect(open).toContain('$default');
  });

  it('ask one authorizer, about every request, and remember nothing', () => {
    const authorizers = Object.values(template.findResources('AWS::ApiGatewayV2::Authorizer'));
    expect(authorizers).toHaveLength(1);
    expect(authorizers[0]?.Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 0,
    });
    expect(authorizers[0]?.Properties.IdentitySource ?? []).toEqual([]);
  });

  it('are logged without paths, queries and headers, which may hold keys', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const format: unknown = stage?.Properties.AccessLogSettings.Format;
    expect(format).toMatch(/\$context\.status/);
    expect(format).not.toMatch(/path|query|header|authorizer/i);
  });
});

describe('the authorizer', () => {
  it('may read and count keys, and neither issue, list nor revoke them', () => {
    const [granted] = Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([id]) => id.includes('AuthorizeCaller'))
      .map(([, { Properties }]) => JSON.stringify(Properties.PolicyDocument));
    expect(granted).toContain('["dynamodb:GetItem","dynamodb:UpdateItem"]');
    expect(granted).not.toMatch(/dynamodb:(Put|Delete|Query|Scan|Batch|Transact|\*)/);
  });
});

describe('pages of other origins', () => {
  const origins = ['https://studio.example.com', 'http://localhost:5173'];
  const withOrigins = templateOf(appWith({ api: { origins } }), 'Pipeline');

  it('may call the API with a key, and read how much is left of the minute', () => {
    withOrigins.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: origins,
        AllowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
        AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-api-key'],
        ExposeHeaders: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'retry-after'],
      },
    });
    const [api] = Object.values(withOrigins.findResources('AWS::ApiGatewayV2::Api'));
    expect(api?.Properties.CorsConfiguration).not.toHaveProperty('AllowCredentials');
  });

  it('may send songs to the bucket by a signed form and fetch stems by a signed link', () => {
    withOrigins.hasResourceProperties('AWS::S3::Bucket', {
      CorsConfiguration: {
        CorsRules: [
          { AllowedOrigins: origins, AllowedMethods: ['POST', 'GET', 'HEAD'], AllowedHeaders: ['*'] },
        ],
      },
    });
  });

  it('may do nothing unless they are named', () => {
    expect(JSON.stringify(template.findResources('AWS::ApiGatewayV2::Api'))).not.toContain('Cors');
    expect(JSON.stringify(template.findResources('AWS::S3::Bucket'))).not.toContain('Cors');
  });
});

describe('everything without a route', () => {
  it('may be handed to the function that refuses it: $default has neither a method nor a path', () => {
    const sources = Object.values(template.findResources('AWS::Lambda::Permission'))
      .map(({ Properties }) => JSON.stringify(Properties))
      .filter((permission) => permission.includes('RefuseUnknown'));
    expect(sources).toHaveLength(1);
    expect(sources[0]).toContain('"/*/*"]');
  });
});
