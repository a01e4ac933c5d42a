/** A file of a Debian package, by its path once the package is installed. */
export interface Packaged {
  readonly package: string;
  readonly path: string;
}
