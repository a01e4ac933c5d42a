import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { sayMethods } from '../../../shared/http/say-methods.ts';
import { CALLS } from '../../../shared/mvsep/contract/calls.ts';
import { logIn } from '../../../shared/mvsep/contract/log-in.ts';
import { methodsOf } from '../../../shared/mvsep/contract/methods-of.ts';
import { registerAccount } from '../../../shared/mvsep/contract/register-account.ts';
import { jsonAnswer } from '../../../shared/mvsep/server/json-answer.ts';
import { refusalBody } from '../../../shared/mvsep/server/refusal-body.ts';

/** Passwords of the service are for the service alone: none is taken here, and none is guessed through here. */
const NO_ACCOUNTS =
  'This server has no accounts of its own, and takes no passwords. Use a key that its operator issued as api_token, ' +
  'or log in and register at the MVSep API itself.';

/** Answers what the MVSep API has and this server has not (400), a wrong method (405), and everything unknown (404). OPTIONS asks for methods. */
export function refuseCall({
  requestContext,
  rawPath,
}: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 {
  const { method } = requestContext.http;
  const call = CALLS.find(({ path }) => path === rawPath);
  if (call === undefined) {
    return jsonAnswer(
      404,
      refusalBody('There is no such call. The documentation of the MVSep API lists all that there are.'),
    );
  }
  const methods: readonly string[] = methodsOf(call);
  if (method === 'OPTIONS') return sayMethods(methods);
  if (!methods.includes(method)) {
    const allow = methods.join(', ');
    const body = refusalBody(`This address does not take ${method}. Use ${methods.join(' or ')}.`);
    return jsonAnswer(405, body, { allow });
  }
  if (call === logIn || call === registerAccount) return jsonAnswer(400, refusalBody(NO_ACCOUNTS));
  throw new Error(`The call ${call.name} has no route.`);
}
