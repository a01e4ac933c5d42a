import { Aws } from 'aws-cdk-lib';
import {
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  Function as ViewerFunction,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** Largest payload of a synchronous call of Lambda, in bytes: 6 MB, which AWS counts in powers of two. */
const LARGEST_EVENT_BYTES = 6 * 1024 * 1024;

/**
 * What an event has beside the body. API Gateway takes at most 10,240 bytes of request line and headers; path
 * and query stand in the event up to three times, decoded and then escaped for JSON, which six times that
 * covers.
 */
const LARGEST_ENVELOPE_BYTES = 6 * 10_240 + 4096;

/**
 * Largest form that surely reaches a function, in bytes: API Gateway hands a form on in base64, four
 * characters for three bytes. That is 4.45 MiB, or 4.67 million bytes: a file of 4.4 MB fits, whichever
 * megabyte is meant, with all the fields of a form beside it.
 */
export const LARGEST_UPLOAD_BYTES = Math.floor((LARGEST_EVENT_BYTES - LARGEST_ENVELOPE_BYTES) / 4) * 3;

const MESSAGE =
  'This server takes uploads of up to 4.4 MB. Send a link to the file instead: ' +
  'url=, and remote_type= for Dropbox, Google Drive or MEGA.';

/** As the API answers every refusal: the sentence in the three places where its clients look for one. */
const BODY = JSON.stringify({
  success: false,
  errors: [MESSAGE],
  message: MESSAGE,
  data: { message: MESSAGE },
});

/**
 * In CloudFront's own JavaScript, which is older than Node's. A body without a Content-Length goes on: its
 * length is known only at its end, and API Gateway then answers 413 in its own words.
 */
const CODE = `
function handler(event) {
  var request = event.request;
  var length = request.headers['content-length'];
  if (request.method !== 'POST' || length === undefined || Number(length.value) <= ${LARGEST_UPLOAD_BYTES}) {
    return request;
  }
  return {
    statusCode: 413,
    statusDescription: 'Content Too Large',
    headers: {
      'content-type': { value: 'application/json' },
      'access-control-allow-origin': { value: '*' }
    },
    body: { encoding: 'text', data: ${JSON.stringify(BODY)} }
  };
}
`.trim();

/**
 * Refuses uploads that API Gateway or Lambda could not take, before they are sent through to fail there: the
 * caller gets a reason and a way out, in the form that clients of the API read.
 *
 * A function sees the Content-Length of a request and never its body. `Expect: 100-continue`, with which some
 * clients wait before they send a large body, is kept from it: CloudFront itself decides whether the caller
 * is told to go on before it hears of the 413.
 */
export class UploadLimit extends ViewerFunction {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      // The generated name is the same for every deployment in a region, and names are unique in an account.
      functionName: `${Aws.STACK_NAME}-${Aws.REGION}`,
      comment: 'Answers 413 to uploads that are too large for API Gateway and Lambda',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(CODE),
    });
  }

  /** How a behaviour attaches it. */
  get association() {
    return { function: this, eventType: FunctionEventType.VIEWER_REQUEST };
  }
}
