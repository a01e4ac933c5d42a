/**
 * Whether text matches a pattern in which `*` stands for any run of characters, separators included, and
 * `?` for exactly one. Linear in the text for each star: no regular expression, so no pattern can hang.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let position = 0;
  let cursor = 0;
  let star = -1;
  let resume = 0;
  while (cursor < text.length) {
    if (pattern[position] === '*') {
      star = position;
      resume = cursor;
      position += 1;
    } else if (
      position < pattern.length &&
      (pattern[position] === '?' || pattern[position] === text[cursor])
    ) {
      position += 1;
      cursor += 1;
    } else if (star >= 0) {
      position = star + 1;
      resume += 1;
      cursor = resume;
    } else {
      return false;
    }
  }
  while (pattern[position] === '*') position += 1;
  return position === pattern.length;
}
