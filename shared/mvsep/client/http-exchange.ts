/** The largest answer that is read; the list of all separation types is far below it. */
const MAXIMUM_ANSWER_BYTES = 8 * 1024 * 1024;

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string | AsyncIterable<Uint8Array>;
  /** Limit on the whole exchange, from connecting to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * One HTTP exchange without retries. Any status is an answer; a network failure is thrown as it is.
 *
 * Every body is sent as a stream, since Node's fetch sends a request again after HTTP 421 when it holds the body
 * as text (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch), and then even without its body. A stream
 * can only be sent once. A request without a body is sent again by fetch; those are the GETs, which do no harm.
 *
 * `redirect: 'error'` does two jobs: a form with a token never follows a redirect to another host, and Node's
 * fetch keeps no copy of a streamed body (with any other mode it holds the whole upload in memory). Node's
 * fetch gives up connecting after 10 seconds by itself.
 */
export async function httpExchange(request: HttpRequest): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
  const response = await fetch(request.url, {
    method: request.method,
    redirect: 'error',
    signal,
    ...headersAndBody(request),
  });
  return { status: response.status, headers: response.headers, text: await boundedText(response) };
}

function headersAndBody({ headers, body }: HttpRequest): RequestInit {
  const plain = { accept: 'application/json', ...headers };
  if (body === undefined) return { headers: plain };
  if (typeof body !== 'string') return { headers: plain, body, duplex: 'half' };
  const bytes = Buffer.from(body, 'utf8');
  return { headers: { ...plain, 'content-length': String(bytes.length) }, body: once(bytes), duplex: 'half' };
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

async function boundedText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_ANSWER_BYTES)
      throw new Error(`The answer is larger than ${MAXIMUM_ANSWER_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
