import * as z from 'zod';
import { monthCredits } from '../account/month-credits.ts';
import { defineOperation, NOTHING } from '../operation.ts';

const count = z.int().min(0);

/** What is left to spend, and what is in the way. */
export const showAccount = defineOperation({
  id: 'showAccount',
  method: 'GET',
  path: '/v1/account',
  answeredBy: 'show-account',
  scope: 'read',
  tag: 'Account',
  summary: 'Show the credits, the queue of the service, and what is under way.',
  purpose:
    'Answers what the account at the MVSep API has left, how long its queue is, what the budget of this month says, and ' +
    'how many jobs are under way. The service is asked once a minute at most (`askedAt`), within the requests that it ' +
    'allows; when it does not answer, this is refused with 503.',
  parameters: NOTHING,
  query: NOTHING,
  body: NOTHING,
  status: 200,
  reply: z.strictObject({
    service: z
      .strictObject({
        host: z.string(),
        plan: z.string().optional().describe('Under which the account waits: `premium`, `registered`.'),
        isPremium: z.boolean().describe('Whether separations cost credits, and wait in the short queue.'),
        creditsLeft: z.number().optional(),
        freeSeparationsLeft: count.optional().describe('How many more may be created today without premium.'),
        queue: z
          .strictObject({
            inProcess: z.number().optional(),
            premium: z.number().optional(),
            registered: z.number().optional(),
            unregistered: z.number().optional(),
          })
          .describe('How many separations of all accounts run, and wait by plan.'),
        askedAt: z.iso.datetime(),
      })
      .describe('The account at the MVSep API.'),
    month: monthCredits,
    jobs: z
      .strictObject({ submitted: count, overBudget: count, running: count })
      .describe('Those that the key sees and that have not ended, counted up to about 10,000 of each.'),
  }),
  problems: ['upstream-unavailable'],
  examples: [
    {
      summary: 'An account with premium',
      reply: {
        service: {
          host: 'mvsep.com',
          plan: 'premium',
          isPremium: true,
          creditsLeft: 812,
          freeSeparationsLeft: 49,
          queue: { inProcess: 21, premium: 5, registered: 40, unregistered: 43 },
          askedAt: '2026-08-12T12:00:25.000Z',
        },
        month: { month: '2026-08', limit: 1_000, reserved: 12, charged: 140, left: 848 },
        jobs: { submitted: 0, overBudget: 1, running: 3 },
      },
    },
  ],
});
