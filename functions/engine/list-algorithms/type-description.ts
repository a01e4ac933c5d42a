/** What a separation type is, in one language. */
export interface TypeDescription {
  /** One line. */
  readonly short: string;
  /** Sentences, each a paragraph. */
  readonly long: readonly string[];
}
