/** One output of a separator. */
export interface Stem {
  /** What a result calls it in `files[].type`: `Drums`. */
  readonly label: string;
  /** What a file name ends with: `drums`. */
  readonly name: string;
}
