import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { sayMethods } from '../../../shared/http/say-methods.ts';
import { jsonAnswer } from '../../../shared/mvsep/server/json-answer.ts';
import { refusalBody } from '../../../shared/mvsep/server/refusal-body.ts';
import { methodsAt } from './methods-at.ts';

/** Answers a call that has no route: 405 on a path that takes other methods, where OPTIONS asks which; else 404. */
export function answerUnknown(event: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 {
  const { method } = event.requestContext.http;
  const methods = methodsAt(event.rawPath);
  if (methods.length > 0) {
    if (method === 'OPTIONS') return sayMethods(methods);
    const allow = methods.join(', ');
    const body = refusalBody(`This address does not take ${method}. Use ${methods.join(' or ')}.`);
    return jsonAnswer(405, body, { allow });
  }
  const message = 'There is no such call. GET /openapi.json lists all that there are.';
  return jsonAnswer(404, refusalBody(message));
}
