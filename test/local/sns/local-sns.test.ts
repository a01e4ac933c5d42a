import { appendFileSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import type { Principal } from '../../../infra/local/principal.ts';
import { createLocalSns } from '../../../infra/local/sns/local-sns.ts';

const NEWS = 'arn:aws:sns:eu-west-1:000000000000:news';
const principal: Principal = { accessKeyId: 'E', kind: 'service', name: 'events.amazonaws.com' };

function sns(directory = mkdtempSync(join(tmpdir(), 'sns-'))) {
  const service = createLocalSns({
    directory,
    topics: [{ arn: NEWS, subscribers: ['a@example.com', 'b@example.com'] }],
    authorize(_, action, resource) {
      if (resource.endsWith('secret')) throw new AwsServiceError('AccessDenied', `no ${action}`, 403);
    },
    log: () => {},
    now: () => new Date('2026-11-22T10:00:00Z'),
  });
  return { ...service, directory };
}

describe('publish', () => {
  it('keeps a message for every subscriber, over restarts, readable by its owner alone', () => {
    const { publish, directory } = sns();
    publish(NEWS, 'hello', principal);
    appendFileSync(join(directory, 'notifications.jsonl'), '{"torn":');
    publish(NEWS, 'again', principal);
    expect(sns(directory).notifications()).toMatchObject([
      { topic: 'news', to: 'a@example.com', subject: 'AWS Notification Message', text: 'hello' },
      { to: 'b@example.com', text: 'hello', time: '2026-11-22T10:00:00.000Z' },
      { to: 'a@example.com', text: 'again' },
      { to: 'b@example.com', text: 'again' },
    ]);
    expect(statSync(join(directory, 'notifications.jsonl')).mode & 0o077).toBe(0);
  });

  it('refuses a topic that does not exist, one without the right, and more than 256 KB', () => {
    const { publish, notifications } = sns();
    expect(() => publish(`${NEWS}2`, 'x', principal)).toThrow('Topic does not exist');
    expect(() => publish('arn:secret', 'x', principal)).toThrow('no sns:Publish');
    publish(NEWS, 'x'.repeat(262_144), principal);
    expect(() => publish(NEWS, 'x'.repeat(262_145), principal)).toThrow('too long');
    expect(notifications()).toHaveLength(2);
  });
});
