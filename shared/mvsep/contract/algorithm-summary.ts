import * as z from 'zod';

/** What lists of separations say about the type of each. */
export const algorithmSummary = z.strictObject({
  name: z.string(),
  algorithm_group_id: z.int(),
  orientation: z.literal([0, 1, 2]).describe('Who may use it: 0 everyone, 1 registered, 2 premium.'),
  render_id: z.int().describe('What `sep_type` of `separation/create` takes.'),
  order_id: z.int(),
});
