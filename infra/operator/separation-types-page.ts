import type { Catalogue, OptionField, SeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';
import { groupsOf } from './groups-of.ts';

const INTRODUCTION = `# Separation types

Every separation type that the catalogue knows, as mvsep.com listed it in mid 2026: the number goes into \`sep_type\` (metadata
\`sep-type\`), an option into \`add_opt1\` … \`add_opt4\` (\`add-opt1\` …). [Recipes](recipes.md) may name a type by the short
name beside its number. An option that is left out counts as its default, in bold. What this Engine runs itself is in
the [README](../README.md); \`GET /api/app/algorithms\` of any server says what that server runs now. Written by
\`npm run operator -- catalogue document\`; \`catalogue refresh\` brings it up to date.`;

const INPUT = { 'one-file': '', 'two-files': ', of a target and a reference file', none: ', without a file' };
const ACCESS = { everyone: '', registered: ', registered users', premium: ', premium' } as const;

/** The page of the documentation with every type and all of its options, as Markdown. */
export function separationTypesPage(catalogue: Catalogue): string {
  const sections = groupsOf(catalogue).map(({ name, types }) =>
    [`## ${name}`, '', ...types.flatMap(describeType)].join('\n'),
  );
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

function describeType(type: SeparationType): string[] {
  const stems = Object.values(type.stems);
  const price = priceOf(type);
  const facts = `${price}${ACCESS[type.access]}${INPUT[type.input]}${type.active ? '' : ', switched off'}`;
  const gives = stems.length === 0 ? '' : ` → ${stems.map(escaped).join(', ')}`;
  return [
    `- **${type.id}** \`${type.slug}\` ${escaped(type.name)}${gives} (${facts})`,
    ...type.fields.map((field) => describeField(type, field)),
  ];
}

function priceOf({ creditsPerMinute }: SeparationType): string {
  if (creditsPerMinute === undefined) return 'price not known';
  return `${creditsPerMinute} ${creditsPerMinute === 1 ? 'credit' : 'credits'} a minute`;
}

function describeField(type: SeparationType, field: OptionField): string {
  const required = field.required && field.default === undefined ? ', required' : '';
  return `  - \`${field.key}\` ${escaped(field.label)}${required}${conditions(type, field)}: ${choices(field)}`;
}

function choices({ options, priceMultipliers = {}, default: usual }: OptionField): string {
  if (options === undefined) return 'any text';
  return Object.entries(options)
    .map(([key, label]) => {
      const multiplier = priceMultipliers[key] ?? 1;
      const price = multiplier === 1 ? '' : ` (price × ${multiplier})`;
      const text = label === key ? `\`${key}\`` : `\`${key}\` ${escaped(label)}`;
      return `${key === usual ? `**${text}**` : text}${price}`;
    })
    .join('; ');
}

function conditions(type: SeparationType, field: OptionField): string {
  return field.conditions
    .map(({ dependsOn, values, action }) => {
      const label = type.fields.find(({ key }) => key === dependsOn)?.label ?? dependsOn;
      const keys = values.map((value) => `\`${value}\``).join(' or ');
      return `, only ${action === 'show' ? 'with' : 'without'} ${escaped(label)} ${keys}`;
    })
    .join('');
}

/** Names hold characters that Markdown would take for its own. */
function escaped(text: string): string {
  return text.trim().replaceAll(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
