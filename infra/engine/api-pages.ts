import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { ThrottledHttpApi } from '../constructs/throttled-http-api.ts';
import { type CallFamilyProps, callFamily } from './call-family.ts';

export interface ApiPagesProps extends CallFamilyProps {
  readonly api: ThrottledHttpApi;
  readonly verifyAccount: HouseFunction;
}

/** What the API answers beside the calls of the contract: its description, a page, and everything unknown. */
export class ApiPages extends Construct {
  constructor(scope: Construct, id: string, props: ApiPagesProps) {
    super(scope, id);
    const { api } = props;
    const define = callFamily(this, 'functions/engine', props);
    const describeApi = define('describe-api', {
      description: 'GET openapi.json: every call of the API, for programs',
      knowsAccounts: false,
    });
    const answerUnknown = define('answer-unknown', {
      description: 'Answers addresses and methods that the API does not have',
      knowsAccounts: false,
    });
    for (const method of [HttpMethod.GET, HttpMethod.HEAD]) api.route(method, '/openapi.json', describeApi);
    // The link in a mail, and the button on its page: looking changes nothing, only what a person sends does.
    for (const method of [HttpMethod.GET, HttpMethod.POST]) {
      api.route(method, '/api/app/verify_email', props.verifyAccount);
    }
    api.routeOthers(answerUnknown);
  }
}
