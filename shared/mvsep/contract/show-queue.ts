import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { camelKeys } from './camel-keys.ts';
import { looseFields } from './loose-fields.ts';
import { unwrapped } from './unwrapped.ts';

const ownPlan = z.strictObject({
  plan: z.enum(['premium', 'registered', 'unregistered']),
  queue: z.int().min(0).describe('How many separations of this plan wait.'),
});

const looseOwnPlan = z
  .object({ plan: looseFields.text, queue: looseFields.number })
  .optional()
  .catch(undefined);

export const showQueue = defineCall({
  name: 'app.queue',
  method: 'GET',
  path: '/api/app/queue',
  token: 'optional-query',
  repeatable: true,
  purpose:
    'Tells how many separations are running and waiting, by plan, and which plan the caller has. ' +
    'Without a known token the caller is taken as unregistered.',
  params: z.object({}),
  reply: z.strictObject({
    queue: z.strictObject({
      in_process: z.int().min(0),
      premium: z.int().min(0),
      registered: z.int().min(0),
      unregistered: z.int().min(0),
    }),
    plan: ownPlan,
    current: ownPlan.describe('The same as plan, under the name that newer clients read.'),
    free_separations: z
      .strictObject({ left: z.int().min(0), max: z.int().min(0) })
      .describe('How many more separations may be created today without premium.'),
  }),
  answer: unwrapped(
    z
      .object({
        queue: z
          .object({
            in_process: looseFields.number,
            premium: looseFields.number,
            registered: looseFields.number,
            unregistered: looseFields.number,
          })
          .transform(camelKeys),
        plan: looseOwnPlan,
        current: looseOwnPlan,
        free_separations: z
          .object({ left: looseFields.number, max: looseFields.number })
          .optional()
          .catch(undefined),
      })
      .transform(({ queue, plan, current, free_separations: freeSeparations }) => ({
        queue,
        /** The plan of the caller. */
        plan: plan ?? current,
        freeSeparations,
      })),
  ),
  errors: [callError.rate],
  examples: [
    {
      summary: 'For a registered account',
      params: {},
      reply: {
        queue: { in_process: 21, premium: 5, registered: 40, unregistered: 43 },
        plan: { plan: 'registered', queue: 40 },
        current: { plan: 'registered', queue: 40 },
        free_separations: { left: 49, max: 50 },
      },
    },
  ],
});
