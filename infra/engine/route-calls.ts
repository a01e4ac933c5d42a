import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { CALLS } from '../../shared/mvsep/contract/calls.ts';
import { methodsOf } from '../../shared/mvsep/contract/methods-of.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { ThrottledHttpApi } from '../constructs/throttled-http-api.ts';

const METHODS = { GET: HttpMethod.GET, HEAD: HttpMethod.HEAD, POST: HttpMethod.POST } as const;

/**
 * Gives every call of the contract its routes.
 *
 * @param answering the function that answers a call, by the call's name.
 * @throws Error naming a call that no function answers.
 */
export function routeCalls(api: ThrottledHttpApi, answering: Readonly<Record<string, HouseFunction>>): void {
  for (const call of CALLS) {
    const answeredBy = answering[call.name];
    if (answeredBy === undefined) throw new Error(`No function answers ${call.name}.`);
    for (const method of methodsOf(call)) api.route(METHODS[method], call.path, answeredBy);
  }
}
