import type * as z from 'zod';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { InvalidSeparation } from '../../../shared/errors/invalid-separation.ts';
import type { Separation } from '../../../shared/mvsep/catalogue/separation.ts';
import { findSeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import { validateSeparation } from '../../../shared/mvsep/catalogue/validate-separation.ts';
import type { createSeparation } from '../../../shared/mvsep/contract/create-separation.ts';
import { knownOptions } from '../../../shared/mvsep/server/known-options.ts';
import { requireHttp } from '../../../shared/mvsep/server/require-http.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';

export type CreateParams = z.output<typeof createSeparation.params>;

/** What a create call asks for, beside the song itself. */
export interface Order {
  readonly separation: Separation;
  readonly webhook: string | undefined;
}

/**
 * Reads the fields of a create call that say what to do. What the account may have is for the service to say: it
 * refuses the job then, with its reason.
 *
 * @throws CallRefusal (400) naming what is wrong, or what can be done instead
 */
export function readOrder(params: CreateParams): Order {
  const { sep_type: separationType, output_format: outputFormat, webhook_url: webhook } = params;
  const type = findSeparationType(separationType);
  if (type === undefined) throw new CallRefusal(400, SERVICE_SENTENCES.noType);
  if (type.input !== 'one-file') {
    throw new CallRefusal(
      400,
      `"${type.name}" (${type.id}) does not separate one song, and jobs of this server are made of one. ` +
        'Send it to the MVSep API itself: here it could not be kept from being paid for twice.',
    );
  }
  requireHttp(webhook, 'webhook_url');
  const { add_opt1, add_opt2, add_opt3, add_opt4 } = params;
  const options = knownOptions({ add_opt1, add_opt2, add_opt3, add_opt4 }, type);
  try {
    return { separation: validateSeparation({ separationType, options, outputFormat }), webhook };
  } catch (error) {
    if (error instanceof InvalidSeparation) throw new CallRefusal(400, error.message, { cause: error });
    throw error;
  }
}
