import { type AnswerOf, answersUnder, type CallPath } from './answers.ts';
import { WireMismatch } from './decode.ts';
import { type Refusal, refusalOf } from './refusal.ts';

/** How a call travels: fields in the query of a GET, in the form of a POST. */
export interface WireRequest {
  readonly method?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: FormData | URLSearchParams;
}

type WireAnswer<Path extends CallPath> =
  | { readonly status: 200; readonly answer: AnswerOf[Path] }
  | { readonly status: number; readonly refusal: Refusal; readonly headers: Headers };

/**
 * A client with static types, re-enacted: reads every answer with the strict decoders, and every error with
 * the decoder of the three-place body.
 */
export class WireClient {
  readonly base: string;
  readonly #answers: ReturnType<typeof answersUnder>;

  constructor(base: string) {
    this.base = base;
    this.#answers = answersUnder(base);
  }

  async call<Path extends CallPath>(path: Path, request: WireRequest = {}): Promise<WireAnswer<Path>> {
    const { form, query = {}, method = form === undefined ? 'GET' : 'POST' } = request;
    const search = new URLSearchParams(query).toString();
    const response = await fetch(`${this.base}/api/${path}${search === '' ? '' : `?${search}`}`, {
      method,
      ...(form === undefined ? {} : { body: form }),
    });
    return this.read(path, response.status, await response.text(), response.headers);
  }

  /** Decodes what any program got for a call. */
  read<Path extends CallPath>(
    path: Path,
    status: number,
    text: string,
    headers = new Headers(),
  ): WireAnswer<Path> {
    const where = `${path} ${status}`;
    const body = jsonOf(text, where);
    if (status === 200) return { status, answer: this.#answers[path](body, where) };
    if (status < 400 || status >= 500) throw new WireMismatch(where, '200 or 4xx', text);
    return { status, refusal: refusalOf(path)(body, where), headers };
  }

  /** A call that has to succeed. */
  async answer<Path extends CallPath>(path: Path, request?: WireRequest): Promise<AnswerOf[Path]> {
    const got = await this.call(path, request);
    if ('answer' in got) return got.answer;
    throw new WireMismatch(`${path} ${got.status}`, 'the call to succeed', got.refusal);
  }

  /** A call that has to be refused. */
  async refusal(path: CallPath, request?: WireRequest): Promise<Refusal & { readonly status: number }> {
    const got = await this.call(path, request);
    if ('refusal' in got) return { ...got.refusal, status: got.status };
    throw new WireMismatch(path, 'the call to be refused', got.answer);
  }
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WireMismatch(where, 'JSON', text);
  }
}
