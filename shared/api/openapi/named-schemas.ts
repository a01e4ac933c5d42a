import * as z from 'zod';
import { bareSchema } from '../../openapi/bare-schema.ts';
import type { JsonSchema } from '../../openapi/json-schema.ts';
import { simplifySchema } from '../../openapi/simplify-schema.ts';

/**
 * Turns zod schemas into JSON schemas for one document, and gathers those that have a name (`meta({ id })`): where
 * they are used, the document refers to them, so that generated clients call them by that name.
 */
export class NamedSchemas {
  readonly #known = new Map<string, JsonSchema>();

  /**
   * The schema as it stands in the document.
   *
   * @param io what a client sends (`input`), or what it is answered (`output`)
   * @throws Error two different schemas have one name
   */
  describe(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $defs = {}, ...own } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io,
      override: ({ jsonSchema }) => simplifySchema(jsonSchema),
    });
    for (const [name, one] of Object.entries($defs)) this.#keep(name, referring(one));
    return bareSchema(referring(own));
  }

  /** All that have a name, for `components.schemas`. */
  all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#known].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #keep(name: string, schema: JsonSchema): void {
    const { id: _name, ...named } = schema;
    const known = this.#known.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(named)) {
      throw new Error(`Two different schemas are called ${name}: give one of them another name.`);
    }
    this.#known.set(name, named);
  }
}

/** The same schema, its references pointing into the document. */
function referring(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/');
  return z.record(z.string(), z.json()).parse(JSON.parse(text));
}
