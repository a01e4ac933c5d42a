/** The same in both languages of the API. */
export interface Bilingual {
  readonly english: string;
  readonly russian: string;
}
