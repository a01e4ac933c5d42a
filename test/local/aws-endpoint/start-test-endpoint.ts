import { createAwsEndpoint } from '../../../infra/local/aws-endpoint/aws-endpoint.ts';
import type { JsonService } from '../../../infra/local/aws-endpoint/json-service.ts';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import type { HandleRequest } from '../../../infra/local/listener/listen.ts';
import type { Authorize, FindPrincipal, Principal } from '../../../infra/local/principal.ts';

const principals: readonly Principal[] = [
  { accessKeyId: 'OPERATOR', kind: 'operator', name: 'operator' },
  { accessKeyId: 'ROLE', kind: 'role', name: 'reader' },
];

/** The secret key of an access key in these tests is its name in lower case. */
export const findPrincipal: FindPrincipal = (accessKeyId) => {
  const principal = principals.find((candidate) => candidate.accessKeyId === accessKeyId);
  return principal && { principal, secretAccessKey: accessKeyId.toLowerCase() };
};

/** The operator may do everything, the role what `grants` lists as "action resource". */
export function authorizeBy(grants: readonly string[]): Authorize {
  return (principal, action, resource) => {
    if (principal.kind === 'operator' || grants.includes(`${action} ${resource}`)) return;
    throw new AwsServiceError('AccessDenied', `${principal.name} may not ${action} on ${resource}`, 403);
  };
}

/** Settings for an SDK client. */
export function clientSettings(endpoint: string, accessKeyId = 'OPERATOR') {
  return {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId, secretAccessKey: accessKeyId.toLowerCase() },
    maxAttempts: 1,
  };
}

/** An endpoint on a free port with these services; S3 answers 418 unless given. */
export async function startTestEndpoint(
  services: Readonly<Record<string, JsonService>>,
  s3: HandleRequest = async (_, response) => {
    response.writeHead(418).end();
  },
) {
  const endpoint = createAwsEndpoint({
    services: new Map(Object.entries(services)),
    s3: { handle: s3 },
    findPrincipal,
  });
  return endpoint.listen();
}
