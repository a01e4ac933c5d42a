/** The same object type with every property that may be undefined made optional instead. */
type WithoutUndefined<Value> = {
  [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key];
} & {
  [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined>;
};

/** A copy without the properties that are undefined, which optional properties may not be. */
export function withoutUndefined<Value extends object>(value: Value): WithoutUndefined<Value>;
export function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
