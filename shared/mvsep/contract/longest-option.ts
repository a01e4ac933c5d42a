/** The most characters that an option may have: text prompts of generating types travel in one. */
export const LONGEST_OPTION = 10_000;
