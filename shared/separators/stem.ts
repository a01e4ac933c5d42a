/** One output of a separator. */
export interface Stem {
  /** What a result calls it in `files[].type`: `Drums`. */
  readonly label: string;
  /** What a file name ends with: `drums`. */
  readonly name: string;
  /** What its file holds; sound where nothing is said. Only a `Transcriber` makes notes. */
  readonly form?: 'notes' | undefined;
}
