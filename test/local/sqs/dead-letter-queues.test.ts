import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deadLetterQueues } from '../../../infra/local/sqs/dead-letter-queues.ts';

const queues = [{ name: 'undelivered', arn: 'arn:aws:sqs:eu-west-1:000000000000:undelivered' }];
const arn = 'arn:aws:sqs:eu-west-1:000000000000:undelivered';

describe('deadLetterQueues', () => {
  it('keeps messages across restarts', () => {
    const directory = mkdtempSync(join(tmpdir(), 'queues-'));
    deadLetterQueues(directory, queues).send(arn, { body: { line: 'one\ntwo' }, attributes: { A: 'b' } });
    expect(deadLetterQueues(directory, queues).messages()).toEqual([
      expect.objectContaining({ queue: 'undelivered', body: { line: 'one\ntwo' }, attributes: { A: 'b' } }),
    ]);
  });

  it('refuses a queue that does not exist', () => {
    const directory = mkdtempSync(join(tmpdir(), 'queues-'));
    expect(() => deadLetterQueues(directory, queues).send('arn:other', { body: 1, attributes: {} })).toThrow(
      'arn:other',
    );
  });
});
