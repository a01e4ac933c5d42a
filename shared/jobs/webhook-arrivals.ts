import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A service that sent no webhook for so long is not believed to send another. */
const BELIEVED_FOR_MS = 30 * DAY_MS;
/** How long one process remembers, rather than reading or writing the same again. */
const REMEMBERED_FOR_MS = 10 * 60 * 1000;

const arrival = z.object({ arrivedAt: z.iso.datetime() });

/** Whether the service sends webhooks at all: `webhook_url` is documented nowhere, so only an arrival proves it. */
export interface WebhookArrivals {
  /** Notes that a webhook with a valid signature came. */
  note(): Promise<void>;
  /** Whether the end of a separation is told. Until the first arrival the poller looks as if it were alone. */
  expected(): Promise<boolean>;
}

/** @param wanted whether the settings ask for webhooks */
export function createWebhookArrivals(
  { documents, tableName: TableName }: PipelineTable,
  wanted: boolean,
  now: () => Date,
): WebhookArrivals {
  let notedAt = Number.NEGATIVE_INFINITY;
  let known: { readonly readAt: number; readonly expected: boolean } | undefined;

  return {
    async note() {
      const at = now();
      if (at.getTime() - notedAt < REMEMBERED_FOR_MS) return;
      await documents.send(
        new PutCommand({ TableName, Item: { ...jobKeys.webhooks, arrivedAt: at.toISOString() } }),
      );
      notedAt = at.getTime();
    },

    async expected() {
      if (!wanted) return false;
      const at = now().getTime();
      if (known !== undefined && at - known.readAt < REMEMBERED_FOR_MS) return known.expected;
      const { Item } = await documents.send(new GetCommand({ TableName, Key: jobKeys.webhooks }));
      const latest = Item === undefined ? undefined : Date.parse(arrival.parse(Item).arrivedAt);
      known = { readAt: at, expected: latest !== undefined && at - latest < BELIEVED_FOR_MS };
      return known.expected;
    },
  };
}
