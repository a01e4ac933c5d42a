import * as z from 'zod';

/** One event on the default bus, in the EventBridge envelope. */
export const busEvent = z.object({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()).readonly(),
  detail: z.record(z.string(), z.unknown()).readonly(),
});

export type BusEvent = Readonly<z.infer<typeof busEvent>>;

/** Hands one event to the default bus. */
export type PublishEvent = (event: BusEvent) => void;
