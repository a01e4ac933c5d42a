import type { EdgeFunction } from './edge-function.ts';
import { EdgeFunctionFailure } from './edge-function-failure.ts';
import { fromEdgeRequest, toEdgeRequest } from './edge-request.ts';
import { fromEdgeResponse, toEdgeResponse, type ViewerAnswer } from './edge-response.ts';
import type { ViewerRequest } from './viewer-request.ts';

/** Where a run of a function happens. */
export interface EdgePlace {
  readonly distributionId: string;
  readonly domainName: string;
  readonly requestId: string;
}

/**
 * Lets a function see a request.
 * @returns the request that goes on, or the answer that the function gave in its place.
 * @throws EdgeFunctionFailure
 */
export function onViewerRequest(
  edge: EdgeFunction,
  place: EdgePlace,
  viewer: ViewerRequest,
): { readonly goesOn: ViewerRequest } | { readonly answer: ViewerAnswer } {
  const returned = edge.run({
    ...frame(place, 'viewer-request', viewer),
    request: toEdgeRequest(viewer),
  });
  const answers = typeof returned === 'object' && returned !== null && 'statusCode' in returned;
  return checked(edge, () =>
    answers ? { answer: fromEdgeResponse(returned) } : { goesOn: fromEdgeRequest(returned, viewer) },
  );
}

/**
 * Lets a function see the origin's answer.
 * @returns the headers that the viewer gets.
 * @throws EdgeFunctionFailure also for another status or a body, which are not modelled
 */
export function onViewerResponse(
  edge: EdgeFunction,
  place: EdgePlace,
  viewer: ViewerRequest,
  answer: { readonly status: number; readonly reason: string; readonly headers: ViewerAnswer['headers'] },
): ViewerAnswer['headers'] {
  const returned = edge.run({
    ...frame(place, 'viewer-response', viewer),
    request: toEdgeRequest(viewer),
    response: toEdgeResponse(answer.status, answer.reason, answer.headers),
  });
  return checked(edge, () => {
    const { status, headers, body } = fromEdgeResponse(returned);
    if (status !== answer.status || body !== undefined) {
      throw new EdgeFunctionFailure(502, 'It changed status or body, which is not modelled.');
    }
    const length = answer.headers['content-length'];
    return length === undefined ? headers : { ...headers, 'content-length': length };
  });
}

/** Says in the function's log why CloudFront does not take what it returned; the viewer need not know. */
function checked<Result>(edge: EdgeFunction, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EdgeFunctionFailure)) throw error;
    edge.log(`FunctionValidationError: ${error.message}`);
    throw new EdgeFunctionFailure(
      error.status,
      `CloudFront takes no such answer of the function ${edge.name}.`,
    );
  }
}

function frame(place: EdgePlace, eventType: string, viewer: ViewerRequest): object {
  return {
    version: '1.0',
    context: {
      distributionDomainName: place.domainName,
      distributionId: place.distributionId,
      eventType,
      requestId: place.requestId,
    },
    viewer: { ip: viewer.address },
  };
}
