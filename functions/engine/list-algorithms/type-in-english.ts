import type { SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import type { Offer } from '../../../shared/separators/offer.ts';
import { STANDING_SENTENCES } from '../../../shared/separators/standing.ts';
import type { TypeDescription } from './type-description.ts';

const ACCESS = {
  everyone: 'for everyone',
  registered: 'for registered users',
  premium: 'for accounts with premium',
} as const;

/** A type in English: what runs here if it does, else what the service offers under its name. */
export function typeInEnglish(type: SeparationType, served: Offer | undefined): TypeDescription {
  const facts = `${type.group}: ${ACCESS[type.access]}, ${price(type)}.${choices(type)}`;
  if (served !== undefined) {
    const { algorithm, description, standing } = served;
    return { short: algorithm, long: [description, STANDING_SENTENCES[standing], facts] };
  }
  return {
    short: purpose(type),
    long: [
      facts,
      "This server lists it so that programs find it, but cannot run it: it takes an operator's model, or mvsep.com.",
    ],
  };
}

function purpose({ input, stems }: SeparationType): string {
  if (input === 'none') return 'Makes audio from text.';
  if (input === 'two-files') return 'Works on two recordings, a target and a reference.';
  const labels = Object.values(stems);
  return labels.length === 0 ? 'Works on one recording.' : `Takes a recording apart: ${labels.join(', ')}.`;
}

function price({ creditsPerMinute }: SeparationType): string {
  if (creditsPerMinute === undefined) return 'price not known';
  return `${creditsPerMinute} ${creditsPerMinute === 1 ? 'credit' : 'credits'} a minute`;
}

function choices({ fields }: SeparationType): string {
  return fields.length === 0 ? '' : ` Options: ${fields.map(({ label }) => label).join(', ')}.`;
}
