import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { appWith, templateOf } from './synthesize.ts';

const engineWith = (engine: object) => templateOf(appWith({ upstream: 'engine', engine }), 'Engine');
const plain = engineWith({});
const mailing = engineWith({ mailFrom: 'engine@music.example' });

const policies = z.record(
  z.string(),
  z.object({
    Properties: z.object({
      PolicyDocument: z.object({
        Statement: z.array(z.object({ Action: z.unknown(), Resource: z.unknown() })),
      }),
    }),
  }),
);

/** The statements that allow an action, with the logical ids of their policies. */
function allowing(template: Template, action: string) {
  const found = policies.parse(template.findResources('AWS::IAM::Policy'));
  return Object.entries(found).flatMap(([id, { Properties }]) =>
    Properties.PolicyDocument.Statement.filter(({ Action }) => [Action].flat().includes(action)).map(
      ({ Resource }) => ({ id, resources: JSON.stringify(Resource) }),
    ),
  );
}

describe('the calls about accounts', () => {
  it('send mail only with a sender in the settings, and only as that sender or its domain', () => {
    expect(allowing(plain, 'ses:SendEmail')).toEqual([]);
    const [statement, ...others] = allowing(mailing, 'ses:SendEmail');
    expect(others).toEqual([]);
    expect(statement?.id).toMatch(/^AccountRegisterAccount/);
    expect(statement?.resources).toContain(':identity/engine@music.example"');
    expect(statement?.resources).toContain(':identity/music.example"');
  });

  it('tell register and log-in, and nobody else, that addresses are verified', () => {
    const functions = z
      .record(z.string(), z.object({ Properties: z.object({ Environment: z.unknown() }) }))
      .parse(mailing.findResources('AWS::Lambda::Function'));
    const told = Object.entries(functions)
      .filter(([, { Properties }]) => JSON.stringify(Properties.Environment).includes('MAIL_FROM'))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(told.sort()).toEqual(['AccountLogIn', 'AccountRegisterAccount']);
  });

  it('let the key of the tokens be read only by those who answer tokens, and who signs with them', () => {
    const readers = allowing(plain, 'secretsmanager:GetSecretValue')
      .filter(({ resources }) => resources.includes('TokenKey'))
      .map(({ id }) => id.replace(/RoleDefaultPolicy.*$/, ''));
    expect(readers.sort()).toEqual([
      'AccountLogIn',
      'AccountRegisterAccount',
      'AccountShowUser',
      expect.stringContaining('PostWebhook'),
    ]);
  });
});

describe('the routes of the API', () => {
  const routes = z
    .record(z.string(), z.object({ Properties: z.object({ RouteKey: z.string() }) }))
    .parse(plain.findResources('AWS::ApiGatewayV2::Route'));
  const keys = Object.values(routes).map(({ Properties }) => Properties.RouteKey);

  it('take every call about accounts, the description, the link of a mail and everything else', () => {
    expect(keys).toEqual(
      expect.arrayContaining([
        'POST /api/app/register',
        'POST /api/app/login',
        'GET /api/app/user',
        'HEAD /api/app/user',
        'POST /api/app/enable_premium',
        'POST /api/app/disable_premium',
        'POST /api/app/enable_long_filenames',
        'POST /api/app/disable_long_filenames',
        'GET /api/app/verify_email',
        'POST /api/app/verify_email',
        'GET /openapi.json',
        'HEAD /openapi.json',
        '$default',
      ]),
    );
  });

  it('let pages of any origin call, and read how often they still may', () => {
    plain.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['*'],
        AllowMethods: ['GET', 'HEAD', 'POST'],
        ExposeHeaders: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'retry-after'],
      },
    });
  });
});
