/** `premium_minutes` as `premiumMinutes`. */
export type CamelKey<Key> = Key extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelKey<Tail>>}`
  : Key;

export type CamelKeys<Fields> = { [Key in keyof Fields as CamelKey<Key>]: Fields[Key] };

/** An object with its own keys in camel case; what its values hold stays as it is. */
export function camelKeys<Fields extends object>(fields: Fields): CamelKeys<Fields>;
export function camelKeys(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key.replaceAll(/_([a-z0-9])/g, (_, next: string) => next.toUpperCase()),
      value,
    ]),
  );
}
