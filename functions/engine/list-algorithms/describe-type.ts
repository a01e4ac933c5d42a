import { CREDITS_WITHOUT_PRICE } from '../../../shared/engine/credits/credits-due.ts';
import { AUDIO_WIDGETS } from '../../../shared/mvsep/catalogue/audio-widgets.ts';
import type { SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import { summarizeAlgorithm } from '../../../shared/mvsep/server/summarize-algorithm.ts';
import type { Offer } from '../../../shared/separators/offer.ts';
import { STANDING_SENTENCES } from '../../../shared/separators/standing.ts';
import { describeField } from './describe-field.ts';
import type { TypeDescription } from './type-description.ts';
import { typeInEnglish } from './type-in-english.ts';
import { typeInRussian } from './type-in-russian.ts';

/** When these descriptions were written; the API wants a time. */
const SINCE = '2026-01-01 00:00:00';

/**
 * What the list of algorithms says of a type at any time: everything but how often it is used and liked.
 * Names and options are those of the service, so that its clients find their way; the descriptions say what
 * truly runs.
 *
 * @param known the type as the service has it.
 * @param served what runs here under the type; undefined when nothing does.
 */
export function describeType(known: SeparationType, served: Offer | undefined) {
  const type = served === undefined ? known : priced(known);
  const summary = summarizeAlgorithm(type.id);
  const english = typeInEnglish(type, served);
  const languages = [
    { lang: 'en', text: english },
    { lang: 'ru', text: typeInRussian(type, served) },
  ];
  const outputs =
    served === undefined
      ? type.stems
      : Object.fromEntries(served.stems({}).map(({ name, label }) => [name, label]));
  return {
    id: type.id,
    ...summary,
    created_at: SINCE,
    updated_at: SINCE,
    // 0 says that nobody knows the price.
    price_coefficient: type.creditsPerMinute ?? 0,
    is_active: served === undefined ? (0 as const) : (1 as const),
    audio_widget: AUDIO_WIDGETS[type.input],
    output_stems: JSON.stringify(Object.keys(outputs)),
    outputs: JSON.stringify(outputs),
    description:
      served === undefined
        ? [english.short, ...english.long].join(' ')
        : `${served.description} ${STANDING_SENTENCES[served.standing]}`,
    algorithm_fields: type.fields.map((field) => describeField(type, field)),
    algorithm_descriptions: languages.map(({ lang, text }, index) => ({
      id: type.id * languages.length + index + 1,
      short_description: text.short,
      long_description: html(text),
      lang,
      algorithm_id: type.id,
    })),
    algorithm_group: { id: summary.algorithm_group_id, name: type.group },
  };
}

/** What runs here has a price, even where the service's is not known. */
function priced(type: SeparationType): SeparationType {
  return { ...type, creditsPerMinute: type.creditsPerMinute ?? CREDITS_WITHOUT_PRICE };
}

function html({ long }: TypeDescription): string {
  return long.map((sentences) => `<p>${escaped(sentences)}</p>`).join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
