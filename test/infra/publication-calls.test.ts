import { describe, expect, it } from 'vitest';
import { appWith, templateOf } from './synthesize.ts';

const template = templateOf(appWith({ upstream: 'engine' }), 'Engine');

/** The statements of a function's policy that are about data, by the start of its logical id. */
function dataActions(functionId: string): string[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  return policies
    .filter(([id]) => id.startsWith(functionId))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action }) => Action)
    .filter((action) => /^(dynamodb|s3|secretsmanager):/.test(action))
    .sort();
}

describe('what the Engine shows to everybody', () => {
  it.each(['ListAlgorithms', 'ListNews', 'ListDemos'])('%s only reads, and counts its callers', (name) => {
    expect(dataActions(`Publication${name}`)).toEqual(['dynamodb:Query', 'dynamodb:UpdateItem']);
  });

  it.each(['/api/app/algorithms', '/api/app/news', '/api/app/demo'])('is reached at GET %s', (path) => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: `GET ${path}` });
  });
});

describe('the outputs of the Engine', () => {
  it.each(['AccountsTableName', 'PublicationsTableName', 'QualityEntriesTableName', 'BucketName'])(
    'tell the operator its %s',
    (name) => template.hasOutput(name, {}),
  );
});
