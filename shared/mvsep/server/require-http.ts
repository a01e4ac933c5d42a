import { CallRefusal } from '../../errors/call-refusal.ts';

/**
 * Refuses what is no address of the web.
 *
 * @throws CallRefusal (400)
 */
export function requireHttp(link: string | undefined, field: string): void {
  if (link === undefined) return;
  const protocol = URL.parse(link)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') return;
  throw new CallRefusal(400, `The field ${field} is not an http or https address.`);
}
