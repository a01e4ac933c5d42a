import type * as z from 'zod';
import type { ApiCall } from './call.ts';

/**
 * The HTTP methods that a server takes for a call. HEAD stands beside the GET of calls that only read: where a
 * call that changes something takes GET as well, asking for its headers must not carry it out.
 */
export function methodsOf({
  method,
  alsoMethod,
}: Pick<ApiCall<z.ZodType, z.ZodType>, 'method' | 'alsoMethod'>): readonly ('GET' | 'HEAD' | 'POST')[] {
  const methods = alsoMethod === undefined ? [method] : [method, alsoMethod];
  return method === 'GET' ? [...methods, 'HEAD'] : methods;
}
