/** Where something stands in the templates. */
interface Placed {
  readonly stack: string;
  readonly logicalId: string;
}

/** Whether "Prefix" or "Stack/Prefix" speaks of a resource. The CDK appends a digest to every logical id. */
export function hasPrefix({ stack, logicalId }: Placed, prefix: string): boolean {
  return logicalId.startsWith(prefix) || `${stack}/${logicalId}`.startsWith(prefix);
}

/**
 * The one item whose logical id starts with a prefix, or is followed by nothing but the CDK's digest where
 * several do ("Api" among "ApiF70053CD" and "ApiStage4697DF29").
 * @throws Error when there is none, or when it is not clear which one is meant
 */
export function findByPrefix<Item>(
  items: readonly Item[],
  prefix: string,
  placeOf: (item: Item) => Placed,
  what: string,
): Item {
  const found = items.filter((item) => hasPrefix(placeOf(item), prefix));
  const digest = /^[0-9A-F]{8}$|^$/;
  const exact = found.filter((item) => {
    const { stack, logicalId } = placeOf(item);
    const rest = logicalId.startsWith(prefix) ? logicalId : `${stack}/${logicalId}`;
    return digest.test(rest.slice(prefix.length));
  });
  const [only, ...others] = exact.length > 0 ? exact : found;
  if (only !== undefined && others.length === 0) return only;
  const names = (only === undefined ? items : found).map(placeOf).map((at) => `${at.stack}/${at.logicalId}`);
  throw new Error(
    `${only === undefined ? 'No' : 'More than one'} ${what} has a logical id that starts with "${prefix}"` +
      ` (there is: ${names.join(', ') || 'none'}). "Stack/LogicalId" names one exactly.`,
  );
}
