import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { queueKeys } from '../../shared/engine/queue/queue-keys.ts';
import type { TestEngine } from './test-engine.ts';

/** As many as are separated at once with the settings of the local cloud. */
const SLOTS = 4;
/** The clock that tends the queue finds out, from one minute to the next, that nothing runs in a slot. */
const HOLD_ANEW_MILLISECONDS = 10_000;

/** Takes all slots in which separations run, so that whatever is created waits, until they are released. */
export async function holdSlots(engine: TestEngine): Promise<{ release(): Promise<void> }> {
  const { database } = engine;
  const { TableNames = [] } = await database.send(new ListTablesCommand());
  const TableName = TableNames.find((name) => name.includes('Queue'));
  if (TableName === undefined) throw new Error('There is no table of the queue.');
  const keys = Array.from({ length: SLOTS }, (_, number) => queueKeys.slot(number));
  const hold = async () => {
    const takenAt = new Date().toISOString();
    for (const key of keys) {
      const Item = { ...key, hash: `held-${key.sk}-${Date.now()}`, takenAt };
      await database.send(new PutCommand({ TableName, Item }));
    }
  };
  await hold();
  let holding = Promise.resolve();
  const clock = setInterval(() => {
    holding = hold();
  }, HOLD_ANEW_MILLISECONDS);
  return {
    async release() {
      clearInterval(clock);
      await holding;
      for (const Key of keys) await database.send(new DeleteCommand({ TableName, Key }));
      await engine.cloud.fireSchedule('Engine/QueueClock');
    },
  };
}
