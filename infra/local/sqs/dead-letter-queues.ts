import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import { openJsonLines } from '../json-lines.ts';

/** A message kept in a queue. */
export interface DeadLetter {
  readonly queue: string;
  readonly messageId: string;
  /** When it was sent, ISO 8601. */
  readonly time: string;
  readonly body: unknown;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface DeadLetterQueues {
  /** @throws AwsServiceError AWS.SimpleQueueService.NonExistentQueue */
  send(queueArn: string, message: Pick<DeadLetter, 'body' | 'attributes'>): void;
  /** Every message of every queue, oldest first. */
  messages(): DeadLetter[];
}

const letterSchema = z.object({
  queue: z.string(),
  messageId: z.string(),
  time: z.string(),
  body: z.unknown(),
  attributes: z.record(z.string(), z.string()),
});

/**
 * Queues that only ever receive: each is a file of JSON lines in the data directory, which a person can
 * read and delete. Nothing takes messages out, so there is no visibility, no retention and no order to keep.
 */
export function deadLetterQueues(
  directory: string,
  queues: readonly { readonly name: string; readonly arn: string }[],
  now: () => Date = () => new Date(),
): DeadLetterQueues {
  const lettersOf = (name: string) => openJsonLines(join(directory, `${name}.jsonl`), letterSchema);
  return {
    send(queueArn, { body, attributes }) {
      const queue = queues.find(({ arn }) => arn === queueArn)?.name;
      if (queue === undefined) {
        throw new AwsServiceError(
          'AWS.SimpleQueueService.NonExistentQueue',
          `There is no queue ${queueArn}.`,
        );
      }
      const letter = { queue, messageId: randomUUID(), time: now().toISOString(), body, attributes };
      lettersOf(queue).append(letter);
    },
    messages: () =>
      queues
        .flatMap(({ name }) => lettersOf(name).all())
        .sort((one, other) => one.time.localeCompare(other.time)),
  };
}
