import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { CALLS } from '../../shared/mvsep/contract/calls.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { ThrottledHttpApi } from '../constructs/throttled-http-api.ts';

const METHODS = { GET: HttpMethod.GET, POST: HttpMethod.POST } as const;

/**
 * Gives every call of the contract its routes: its methods, and HEAD where it takes GET.
 *
 * @param answering the function that answers a call, by the call's name.
 */
export function routeCalls(api: ThrottledHttpApi, answering: Readonly<Record<string, HouseFunction>>): void {
  for (const { name, method, alsoMethod, path } of CALLS) {
    const answeredBy = answering[name];
    if (answeredBy === undefined) continue;
    const methods = alsoMethod === undefined ? [method] : [method, alsoMethod];
    for (const one of methods) api.route(METHODS[one], path, answeredBy);
    if (methods.includes('GET')) api.route(HttpMethod.HEAD, path, answeredBy);
  }
}
