import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { OPERATIONS } from '../../shared/api/operations.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { apiFrame } from './api-frame.ts';
import { apiFunctions } from './api-functions.ts';

const METHODS = { GET: HttpMethod.GET, POST: HttpMethod.POST, DELETE: HttpMethod.DELETE } as const;

/** The way in for programs: every operation of the API with its route and the function that answers it. */
export class JobsApi extends Construct {
  constructor(scope: Construct, id: string, parts: PipelineParts) {
    super(scope, id);
    const functions = apiFunctions(this, parts);
    const { authorizer, refuseUnknown } = apiFrame(this, parts);
    for (const { method, path, answeredBy, scope: key } of OPERATIONS) {
      const answering = functions[answeredBy];
      if (answering === undefined) throw new Error(`No function answers ${method} ${path}.`);
      parts.http.route(METHODS[method], path, answering, key === 'anyone' ? undefined : authorizer);
    }
    parts.http.routeOthers(refuseUnknown);
  }
}
