import type * as z from 'zod';
import { type ChosenSeparator, chooseSeparator } from '../../../shared/engine/chosen-separator.ts';
import type { Plan } from '../../../shared/engine/plan.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { InvalidSeparation } from '../../../shared/errors/invalid-separation.ts';
import { findOutputFormat } from '../../../shared/mvsep/catalogue/output-format.ts';
import type { Separation } from '../../../shared/mvsep/catalogue/separation.ts';
import { findSeparationType, type SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import { validateSeparation } from '../../../shared/mvsep/catalogue/validate-separation.ts';
import type { createSeparation } from '../../../shared/mvsep/contract/create-separation.ts';
import { knownOptions } from '../../../shared/mvsep/server/known-options.ts';
import { requireHttp } from '../../../shared/mvsep/server/require-http.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';
import type { Offer } from '../../../shared/separators/offer.ts';
import { findOffer } from '../../../shared/separators/offers/find-offer.ts';
import { OWN_OFFERS } from '../../../shared/separators/offers/own-offers.ts';

export type CreateParams = z.output<typeof createSeparation.params>;

/** What a create call asks for, beside the audio itself. */
export interface Order {
  readonly separation: Separation;
  /** What does it here. */
  readonly separator: ChosenSeparator;
  /** What a separation of this type is made of. */
  readonly input: SeparationType['input'];
  readonly isDemo: boolean;
  readonly webhookUrl: string | undefined;
}

/**
 * Reads the fields of a create call that say what to do: first whether the plan allows it, then whether this
 * Engine can do it, then whether the options fit.
 *
 * @param offers what runs here.
 * @throws CallRefusal (400) naming what is wrong, or what can be done instead.
 */
export function readOrder(params: CreateParams, plan: Plan, offers: readonly Offer[]): Order {
  const { sep_type: separationType, output_format: outputFormat, is_demo: isDemo } = params;
  const type = findSeparationType(separationType);
  if (type === undefined) throw new CallRefusal(400, SERVICE_SENTENCES.noType);
  requirePlan(type, outputFormat, plan);
  requireServed(type, offers);
  requireHttp(params.webhook_url, 'webhook_url');
  const { add_opt1, add_opt2, add_opt3, add_opt4 } = params;
  const options = knownOptions({ add_opt1, add_opt2, add_opt3, add_opt4 }, type);
  const separation = checked({ separationType, options, outputFormat }, type);
  const separator = chosen(offers, separation);
  return { separation, separator, input: type.input, isDemo, webhookUrl: params.webhook_url };
}

function requirePlan(type: SeparationType, outputFormat: number, plan: Plan): void {
  if (plan === 'premium') return;
  if (type.access === 'premium') throw new CallRefusal(400, SERVICE_SENTENCES.premiumType);
  if (type.access === 'registered' && plan === 'unregistered') {
    throw new CallRefusal(
      400,
      `"${type.name}" (${type.id}) is for registered users. Register an account and send its api_token.`,
    );
  }
  const format = findOutputFormat(outputFormat);
  if (format?.premiumOnly) {
    throw new CallRefusal(
      400,
      `The output format ${format.id} (${format.name}) is for premium accounts. Enable premium, or choose another one.`,
    );
  }
}

function requireServed(type: SeparationType, offers: readonly Offer[]): void {
  if (findOffer(offers, type.id) === undefined) {
    const types = [...new Set(offers.map(({ sepType }) => sepType))].sort((a, b) => a - b);
    throw new CallRefusal(
      400,
      `This server cannot do separation type ${type.id} (${type.name}). It does the types ${types.join(', ')}. ` +
        'For others its operator can add a model of their own (docs/models.md), or send songs to mvsep.com.' +
        switchedOff(type),
    );
  }
}

/** What could be had here after all, if the operator wanted. */
function switchedOff({ id }: SeparationType): string {
  const own = OWN_OFFERS.find(({ sepType }) => sepType === id);
  if (own === undefined) return '';
  const setting = own.standing === 'approximate' ? 'engine.approximate' : 'engine.substitutes';
  return ` This one can be had here by other means too, once the operator sets ${setting}.`;
}

function chosen(offers: readonly Offer[], { separationType, options }: Separation): ChosenSeparator {
  const offer = findOffer(offers, separationType, options);
  if (typeof offer === 'object') return chooseSeparator(offer, options);
  throw new CallRefusal(400, offer ?? `This server cannot do separation type ${separationType}.`);
}

function checked(wanted: Separation, { input }: SeparationType): Separation {
  try {
    return validateSeparation(wanted, input, true);
  } catch (error) {
    if (error instanceof InvalidSeparation) throw new CallRefusal(400, error.message, { cause: error });
    throw error;
  }
}
