import { RefusedUrl } from '../errors/refused-url.ts';
import { UnreachableUrl } from '../errors/unreachable-url.ts';

/** Errors of the API that no second try mends: wrong arguments, expired, not found, access, blocked and others. */
const FINAL_CODES: readonly number[] = [-2, -7, -8, -9, -11, -14, -15, -16, -29];
/** The file is gone, or never was. */
const GONE_CODES: readonly number[] = [-8, -9];
/** Taken down for its content. */
const BLOCKED_CODE = -16;

/** What to tell about an error of megajs, whose message carries the API's number: `ENOENT (-9): Object …`. */
export function megaRefusal(error: unknown): RefusedUrl | UnreachableUrl {
  const code = Number(/\((-\d+)\)/.exec(String(error))?.[1] ?? Number.NaN);
  if (GONE_CODES.includes(code)) {
    return new RefusedUrl('There is no such file on Mega (any more). Check the link in a browser.', error);
  }
  if (code === BLOCKED_CODE) return new RefusedUrl('Mega has blocked the file of this link.', error);
  if (FINAL_CODES.includes(code)) {
    return new RefusedUrl(`Mega refuses the link (error ${code}). Check it in a browser.`, error);
  }
  const reason = Number.isNaN(code) ? '' : ` (error ${code})`;
  return new UnreachableUrl(`Mega is busy or out of order${reason}. Try again later.`, error);
}
