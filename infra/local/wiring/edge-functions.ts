import { type EdgeFunction, edgeFunction } from '../cloudfront/edge-function.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import { cloudFrontFunction } from '../template/resources/cloudfront-function.ts';

/**
 * The CloudFront Functions of the templates, by ARN.
 * @throws Error for code that is no JavaScript, or imports modules
 */
export function edgeFunctions(
  stacks: LoadedStacks,
  log: (line: string) => void,
): ReadonlyMap<string, EdgeFunction> {
  return new Map(
    stacks.of(cloudFrontFunction).map(({ identity, properties }) => {
      const write = (line: string) => log(`[${identity.name}] ${line}`);
      try {
        const edge = edgeFunction({ name: identity.name, code: properties.FunctionCode, log: write });
        return [cloudFrontFunction.reference(identity), edge];
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`${identity.stack}/${identity.logicalId}: its code does not load: ${reason}`, {
          cause,
        });
      }
    }),
  );
}
