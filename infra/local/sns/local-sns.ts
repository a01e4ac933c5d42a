import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsServiceError } from '../aws-service-error.ts';
import { openJsonLines } from '../json-lines.ts';
import type { Authorize, Principal } from '../principal.ts';
import { type Notification, notification } from './notification.ts';

/** A topic, and who gets its messages by mail. */
export interface TopicConfig {
  readonly arn: string;
  readonly subscribers: readonly string[];
}

export interface LocalSnsParts {
  /** Data directory; the messages are one file of JSON lines in it, readable by its owner alone. */
  readonly directory: string;
  readonly topics: readonly TopicConfig[];
  readonly authorize: Authorize;
  /** Gets a line for each mail. */
  readonly log: (line: string) => void;
  readonly now?: () => Date;
}

/** The SNS of the local cloud: topics that rules publish to, and subscriptions by mail. */
export interface LocalSns {
  /**
   * Sends a message to all subscribers of a topic.
   *
   * @throws AwsServiceError AccessDenied, NotFound, InvalidParameter (over 256 KB)
   */
  publish(topicArn: string, message: string, principal: Principal): void;
  /** Every mail to a subscriber, earlier starts included, oldest first. */
  notifications(): readonly Notification[];
}

/** What SNS writes above a message that came without a subject. */
const SUBJECT = 'AWS Notification Message';
const MOST_BYTES = 262_144;

/**
 * SNS that keeps mails instead of sending them. A subscription counts as confirmed from the start: there is nobody
 * here who could be written to against their will.
 */
export function createLocalSns({
  directory,
  topics,
  authorize,
  log,
  now = () => new Date(),
}: LocalSnsParts): LocalSns {
  const file = join(directory, 'notifications.jsonl');
  const kept = openJsonLines(file, notification);
  return {
    publish(topicArn, text, principal) {
      authorize(principal, 'sns:Publish', topicArn);
      const topic = topics.find(({ arn }) => arn === topicArn);
      if (topic === undefined) throw new AwsServiceError('NotFound', 'Topic does not exist', 404);
      if (Buffer.byteLength(text) > MOST_BYTES) {
        throw new AwsServiceError('InvalidParameter', 'Invalid parameter: Message too long');
      }
      const name = topicArn.slice(topicArn.lastIndexOf(':') + 1);
      const common = { messageId: randomUUID(), time: now().toISOString(), topic: name };
      for (const to of topic.subscribers) {
        kept.append({ ...common, to, subject: SUBJECT, text });
        log(`Notification of ${name} to ${to}, kept in ${file}`);
      }
    },
    notifications: kept.all,
  };
}
