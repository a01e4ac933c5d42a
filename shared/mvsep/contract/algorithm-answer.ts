import * as z from 'zod';
import { camelKeys } from './camel-keys.ts';
import { looseFields } from './loose-fields.ts';

/** The separation type of a listed separation, as far as the service tells. */
export const algorithmAnswer = z
  .object({
    name: looseFields.text,
    algorithm_group_id: looseFields.number,
    orientation: looseFields.number,
    render_id: looseFields.number,
    order_id: looseFields.number,
    algorithm_group: z.object({ id: looseFields.number, name: looseFields.text }).optional().catch(undefined),
  })
  .transform(camelKeys)
  .optional()
  .catch(undefined);
