import * as z from 'zod';

/** Headers, query parameters or cookies as the event of a CloudFront Function has them, by name. */
export type EdgeValues = z.infer<typeof edgeValues>;

const one = z.strictObject({ value: z.string(), attributes: z.string().optional() });

/** A repeated name has its first value in `value` and all of them in `multiValue`. */
export const edgeValues = z.record(
  z.string(),
  z.strictObject({ ...one.shape, multiValue: z.array(one).optional() }),
);

/** One name with one value; `attributes` are those of a cookie that is set ("Path=/; Secure"). */
export interface EdgePair {
  readonly name: string;
  readonly value: string;
  readonly attributes?: string | undefined;
}

/** Gathers the values of each name. */
export function toEdgeValues(pairs: readonly EdgePair[]): EdgeValues {
  const byName = Map.groupBy(pairs, ({ name }) => name);
  return Object.fromEntries(
    [...byName].flatMap(([name, all]) => {
      const values = all.map(({ value, attributes }) => ({
        value,
        ...(attributes === undefined ? {} : { attributes }),
      }));
      const [first] = values;
      if (first === undefined) return [];
      return [[name, values.length === 1 ? first : { ...first, multiValue: values }]];
    }),
  );
}

/** Every value with its name again. */
export function fromEdgeValues(values: EdgeValues): EdgePair[] {
  return Object.entries(values).flatMap(([name, { multiValue, ...single }]) =>
    (multiValue ?? [single]).map((value) => ({ name, ...value })),
  );
}
