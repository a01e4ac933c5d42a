/** Words that say nothing about which model it is. */
const SAYS_NOTHING = new Set(['mvsep', 'team', 'by', 'model', 'edition', 'the', 'sdr', 'ver', 'version']);

/** Stems: a bracket of nothing else, as in "BS Roformer (vocals, instrumental)", tells models not apart. */
const STEM = /^(?:vocals|instrum|music|drums|bass|other|piano|guitar|lead|back|sdr)$/;

/** Ways in which people write one thing, and the one way in which it is compared. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\bbs[\s-]*polar[\s-]*former\b|\bpolar[\s-]*former\b/g, 'polarformer'],
  [/\bbs[\s-]*ro[\s-]*former\b/g, 'bsroformer'],
  [/\bmel[\s-]*(?:band[\s-]*)?ro[\s-]*former\b|\bmel[\s-]*band\b|\bmel\b/g, 'melroformer'],
  [/\bdemucs[\s-]*v?4[\s_-]*ht\b|\bht[\s-]*demucs(?:[\s-]*v?4)?/g, 'htdemucs'],
  [/\bvit[\s-]*large[\s-]*(?:20)?23\b/g, 'vitlarge23'],
  [/\bmdx[\s-]*23c\b/g, 'mdx23c'],
  [/\bkimberley[\s-]*(?:jensen|jsn)\b/g, 'kimberleyjensen'],
  [/(\d)[\s-]*bands?\b/g, '$1bands'],
  [/(\d)[\s-]*stems?\b/g, '$1stems'],
  [/\b(?:instrumental|instruments|instrum|inst)\b/g, 'instrum'],
  [/\bvocal\b/g, 'vocals'],
  [/\band\b|&/g, '+'],
];

const DATE = /\b(20\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)/g;
const WORD = /d20\d\d(?:\.\d\d){1,2}|\d+(?:\.\d+)+|[\p{L}\p{N}]+|\+/gu;

/**
 * The name of an algorithm as names are compared: in small letters, each thing spelt in one way, without words that
 * say nothing, in a fixed order. Everything else that it says is kept: two names are the same only when they
 * say the same, because a wrong model costs credits.
 *
 * @example plainName('MelBand Roformer (Kimberley Jensen edition)'); // 'kimberleyjensen melroformer'
 */
export function plainName(name: string): string {
  const dated = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(DATE, (_, year: string, month: string, day: string | undefined) =>
      [` d${year}`, month.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join('.'),
    )
    .replaceAll(/\b(?:version|ver|v)\b\.?\s*(?=d20)/g, ' ')
    .replaceAll(/\b(?:version|ver|v)\b\.?\s*(?=\d)/g, ' v')
    .replaceAll('_', ' ');
  const spelt = SPELLINGS.reduce((text, [written, meant]) => text.replaceAll(written, meant), dated);
  const bare = spelt.replaceAll(/\(([^()]*)\)/g, (group, inside: string) =>
    wordsOf(inside).every((word) => STEM.test(word)) ? ' ' : group,
  );
  return wordsOf(bare)
    .filter((word) => !SAYS_NOTHING.has(word))
    .sort()
    .join(' ');
}

/** The same without the day of its date; undefined for a name without a day. */
export function withoutDay(plain: string): string | undefined {
  const cut = plain.replace(/\b(d20\d\d\.\d\d)\.\d\d\b/, '$1');
  return cut === plain ? undefined : cut;
}

function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}
