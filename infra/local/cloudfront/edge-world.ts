import { createContext, Script } from 'node:vm';
import * as z from 'zod';

/** How a run of a handler ended. */
type EdgeOutcome = z.infer<typeof outcome>;

const outcome = z.object({
  /** What it returned, as JSON. */
  text: z.string().optional(),
  /** What it threw. */
  failure: z.string().optional(),
  /** What it wrote with `console.log`. */
  lines: z.array(z.string()),
});

/** A place for JavaScript with neither network, files, timers nor modules, where text cannot become code. */
export interface EdgeWorld {
  /** @throws Error when the handler does not come to an end in time */
  run(event: object): EdgeOutcome;
  /** False once a run has left something behind that a later one could find. */
  readonly clean: boolean;
}

/**
 * CloudFront gives a function about a millisecond of a processor. A machine that is busy with other things may
 * be slow for a while without the function being wrong, so only what is far beyond is refused.
 */
const TIME_LIMIT_MILLISECONDS = 2000;

/** Names that no code finds by accident. Text alone passes through them, but for the function of the same world. */
const CODE = ' code';
const EVENT = ' event';

const CALL = new Script(`
  (() => {
    const outcome = { lines: [] };
    const console = { log: (...values) => { outcome.lines.push(values.map(String).join(' ')); } };
    const run = async () => JSON.stringify(
      await globalThis[${JSON.stringify(CODE)}](console)(JSON.parse(globalThis[${JSON.stringify(EVENT)}]))
    ) ?? 'null';
    run().then((text) => { outcome.text = text; }, (error) => { outcome.failure = String(error); });
    return outcome;
  })()
`);

/** @param code of a function that takes a console, and returns the handler with everything new around it. */
export function edgeWorld(code: Script): EdgeWorld {
  const globals: Record<string, unknown> = {};
  const world = createContext(globals, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  globals[CODE] = code.runInContext(world);
  let clean = true;
  return {
    get clean() {
      return clean;
    },
    run(event) {
      globals[EVENT] = JSON.stringify(event);
      clean = false;
      const ended = outcome.parse(CALL.runInContext(world, { timeout: TIME_LIMIT_MILLISECONDS }));
      clean = Object.keys(globals).length === 2;
      return ended;
    },
  };
}
