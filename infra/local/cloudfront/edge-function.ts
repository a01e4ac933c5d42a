import { Script } from 'node:vm';
import { EdgeFunctionFailure } from './edge-function-failure.ts';
import { type EdgeWorld, edgeWorld } from './edge-world.ts';

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
 * Makes a CloudFront Function of its code (runtime cloudfront-js-2.0). Its variables begin anew with each run.
 *
 * V8 knows more of the language than CloudFront's runtime does, and its memory is not limited to 2 MB: code
 * that runs here may still be too new or too large there.
 *
 * @throws SyntaxError for code that is none, or that imports modules
 */
export function edgeFunction({ name, code, log }: EdgeFunctionCode): EdgeFunction {
  // By itself first: inside a function more would be allowed, `return` for example.
  new Script(code, { filename: name });
  const inFunction = new Script(`(console) => {\n${code}\n;return handler;\n}`, {
    filename: name,
    lineOffset: -1,
  });
  // A new world takes a millisecond or two, a run in one that is there a tenth of that.
  let world: EdgeWorld | undefined;
  return {
    name,
    log,
    run(event) {
      if (!world?.clean) world = edgeWorld(inFunction);
      try {
        const { text, failure, lines } = world.run(event);
        for (const line of lines) log(line);
        if (failure !== undefined) throw new Error(failure);
        if (text === undefined) throw new Error('The promise that its handler returned was never fulfilled.');
        return JSON.parse(text);
      } catch (error) {
        log(`FunctionExecutionError: ${error instanceof Error ? error.message : String(error)}`);
        throw new EdgeFunctionFailure(503, `The CloudFront function ${name} could not run.`);
      }
    },
  };
}
