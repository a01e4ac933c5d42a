import * as z from 'zod';

/** The budget of a month, in credits. */
export const monthCredits = z
  .strictObject({
    month: z.string().describe('Of the calendar, in UTC: `2026-08`.'),
    limit: z.int().optional().describe('The setting `creditsPerMonth`; absent without a limit.'),
    reserved: z.int().describe('Set aside for separations that are not settled yet.'),
    charged: z.int(),
    left: z.int().optional().describe('Of the limit, never below zero; absent without a limit.'),
  })
  .meta({ id: 'MonthCredits' });

export type MonthCredits = z.infer<typeof monthCredits>;
