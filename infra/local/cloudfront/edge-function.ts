import { createContext, Script } from 'node:vm';
import * as z from 'zod';
import { EdgeFunctionFailure } from './edge-function-failure.ts';

/** A CloudFront Function. */
export interface EdgeFunction {
  readonly name: string;
  /**
   * Runs `handler(event)`.
   * @returns what it returned, brought through JSON.
   * @throws EdgeFunctionFailure with 503 when it throws, or does not come to an end in time
   */
  run(event: object): unknown;
  /** Writes a line to the function's log. */
  readonly log: (line: string) => void;
}

export interface EdgeFunctionCode {
  readonly name: string;
  /** Its JavaScript, with a function `handler`. */
  readonly code: string;
  /** Gets each line that the function writes with `console.log`, and why a run failed. */
  readonly log: (line: string) => void;
}

/**
 * CloudFront gives a function about a millisecond of a processor. A busy machine may be slow without the
 * function being wrong, so only what is far beyond is refused.
 */
const TIME_LIMIT_MILLISECONDS = 200;

/** Everything that the code finds beside the language itself. */
const PRELUDE = new Script(`
  (() => {
    const lines = [];
    globalThis.console = { log: (...values) => { lines.push(values.map(String).join(' ')); } };
    return lines;
  })()
`);

const outcome = z.object({ text: z.string().optional(), failure: z.string().optional() });

/**
 * Makes a CloudFront Function of its code (runtime cloudfront-js-2.0). Each run has a world of its own with
 * neither network, files, timers nor modules, and where text cannot become code, as at CloudFront.
 *
 * V8 knows more of the language than CloudFront's runtime does, and its memory is not limited to 2 MB: code
 * that runs here may still be too new or too large there.
 *
 * @throws SyntaxError for code that is none, or that imports modules
 */
export function edgeFunction({ name, code, log }: EdgeFunctionCode): EdgeFunction {
  const script = new Script(code, { filename: name });
  const limits = { timeout: TIME_LIMIT_MILLISECONDS };
  return {
    name,
    log,
    run(event) {
      const world = createContext(
        {},
        { codeGeneration: { strings: false, wasm: false }, microtaskMode: 'afterEvaluate' },
      );
      const lines: unknown = PRELUDE.runInContext(world);
      try {
        script.runInContext(world, limits);
        const { text, failure } = outcome.parse(callOf(event).runInContext(world, limits));
        if (failure !== undefined) throw new Error(failure);
        if (text === undefined) throw new Error('The promise that its handler returned was never fulfilled.');
        return JSON.parse(text);
      } catch (error) {
        // An error of the other world is no instance of this one's Error.
        const reason = String(error);
        log(`FunctionExecutionError: ${reason}`);
        throw new EdgeFunctionFailure(503, `The CloudFront function ${name} could not run.`);
      } finally {
        for (const line of z.array(z.string()).parse(lines)) log(line);
      }
    },
  };
}

/** The call of the handler; text alone passes between the two worlds. */
function callOf(event: object): Script {
  const text = JSON.stringify(JSON.stringify(event));
  return new Script(`
    (() => {
      const outcome = {};
      (async () => JSON.stringify(await handler(JSON.parse(${text}))) ?? 'null')().then(
        (text) => { outcome.text = text; },
        (error) => { outcome.failure = String(error); },
      );
      return outcome;
    })()
  `);
}
