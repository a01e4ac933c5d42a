/**
 * Thrown while one value of a template is computed: an unknown function, a name that does not exist, an
 * attribute that is not modelled. The loader turns it into a `TemplateProblem` with its place.
 */
export class Unresolvable extends Error {
  override readonly name = 'Unresolvable';
}
