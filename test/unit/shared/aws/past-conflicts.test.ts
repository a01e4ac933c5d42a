import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { pastConflicts } from '../../../../shared/aws/past-conflicts.ts';

const conflict = new TransactionConflictException({ message: 'busy', $metadata: {} });

/** A write that meets these errors one after the other, and then goes through. */
function meeting(errors: readonly Error[]) {
  let attempts = 0;
  const write = async () => {
    const error = errors[attempts++];
    if (error !== undefined) throw error;
    return 'written';
  };
  return { write, attempts: () => attempts };
}

const noPause = async () => {};

describe('pastConflicts', () => {
  it('repeats a write while a transaction is at its item', async () => {
    const { write, attempts } = meeting([conflict, conflict]);
    expect(await pastConflicts(write, noPause)).toBe('written');
    expect(attempts()).toBe(3);
  });

  it('throws another error at once, and the conflict when it stays', async () => {
    const broken = meeting([new Error('broken')]);
    await expect(pastConflicts(broken.write, noPause)).rejects.toThrow('broken');
    expect(broken.attempts()).toBe(1);
    await expect(pastConflicts(meeting(Array(50).fill(conflict)).write, noPause)).rejects.toBe(conflict);
  });
});
