import { DescribeExecutionCommand, ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { output } from '../../../infra/start/output.ts';
import { showLeaderboard } from '../../../shared/api/operations/show-leaderboard.ts';
import { DATASET_TYPES } from '../../../shared/leaderboards/dataset-types.ts';
import { leaderboardKeys } from '../../../shared/leaderboards/leaderboard-keys.ts';
import { readBoard } from '../../../shared/leaderboards/read-board.ts';
import { snapshotKey } from '../../../shared/leaderboards/snapshot-key.ts';
import { readWaiting } from '../../../shared/leaderboards/waiting-entry.ts';
import { boardEntry } from '../../upstream/board-entries.ts';
import { killFunction } from './kill-function.ts';
import type { SyncsWorld } from './syncs-world.ts';

/** Entries of a board: three pages. */
const SIZE = 45;
const PATIENCE = { timeout: 60_000, interval: 200 };

/** The sync of leaderboards as it is deployed: its clock, its workflow, its functions with their grants. */
export function readingLeaderboards(world: () => SyncsWorld): void {
  const machine = () => output(world().pipeline.product.cloud, 'Pipeline', 'LeaderboardSyncArn');
  const boards = () => world().upstream.model.boards;

  /** Waits for the end of the latest execution. */
  async function ended(): Promise<{
    readonly status: string;
    readonly error: string;
    readonly cause: string;
  }> {
    const { stepFunctions } = world().pipeline;
    let execution = '';
    await expect
      .poll(async () => {
        const { executions = [] } = await stepFunctions.send(
          new ListExecutionsCommand({ stateMachineArn: machine() }),
        );
        execution = executions[0]?.executionArn ?? '';
        return executions[0]?.status;
      }, PATIENCE)
      .toMatch(/SUCCEEDED|FAILED|TIMED_OUT|ABORTED/);
    const {
      status = '',
      error = '',
      cause = '',
    } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn: execution }));
    return { status, error, cause };
  }

  async function startByHand(name: string): Promise<void> {
    await world().pipeline.stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn: machine(), name, input: '{}' }),
    );
  }

  async function newsOf(datasetType: number) {
    const { documents, tableName } = world().leaderboards;
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': leaderboardKeys.newsOf(datasetType) },
      }),
    );
    return Items;
  }

  async function snapshot(datasetType: number): Promise<{ readonly id: number }[]> {
    const { pipeline } = world();
    const [key] = (await pipeline.keys(`leaderboards/dataset_type=${datasetType}/`)).slice(-1);
    const day = /date=([\d-]+)/.exec(key ?? '')?.[1] ?? '';
    const text = (await pipeline.object(snapshotKey(datasetType, day))).toString();
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  describe('the leaderboards of the service', () => {
    it('are read by the clock, although calls fail and the function is killed, and nobody is told anything', async () => {
      const { upstream, pipeline, leaderboards } = world();
      boards().fill(SIZE);
      boards().put(boardEntry(4, 9_999_999, undefined, { proc: 0, sdr_guitar: 0, sdr_other: 0 }));
      let killed = 0;
      boards().beforePage = (datasetType, start) => {
        if (datasetType === 4 && start > 0 && killed === 0) {
          killed = killFunction(pipeline.product.cloud, 'ReadLeaderboard');
        }
      };
      let calls = 0;
      upstream.faults = () => {
        calls += 1;
        if (calls % 9 === 0) return { kind: 'cut-body' };
        return calls % 7 === 0 ? { kind: 'answer', status: 502, html: true } : undefined;
      };
      await pipeline.product.cloud.fireSchedule('Pipeline/SyncsLeaderboardsClock');
      expect(await ended()).toEqual({ status: 'SUCCEEDED', error: '', cause: '' });
      upstream.heal();
      boards().beforePage = () => undefined;
      expect(killed).toBeGreaterThan(0);
      for (const datasetType of DATASET_TYPES) {
        const ids = (await readBoard(leaderboards, datasetType)).map(({ id }) => id);
        expect(ids).toHaveLength(SIZE);
        expect(new Set(ids).size).toBe(SIZE);
        expect((await snapshot(datasetType)).map(({ id }) => id)).toEqual(ids);
        expect(await newsOf(datasetType)).toEqual([]);
      }
      expect(await readWaiting(leaderboards)).toMatchObject([
        { id: 9_999_999, datasetType: 4, state: 'queued' },
      ]);
      expect(pipeline.product.cloud.denials()).toEqual([]);
    }, 90_000);

    it('are shown through the API', async () => {
      const client = await world().client('ada');
      const shown = await client.ask(showLeaderboard, {
        parameters: { datasetType: '1' },
        query: { stem: 'bass' },
      });
      expect(shown.entries.length).toBeGreaterThan(SIZE / 2);
      const values = shown.entries.map(({ sdr }) => sdr.bass ?? 0);
      expect(values).toEqual([...values].sort((one, other) => other - one));
      expect(await client.refusal(showLeaderboard, { parameters: { datasetType: '13' } })).toMatchObject({
        status: 404,
      });
    });

    it('that fail do not keep the others waiting: the end names them, and a new leader is told all the same', async () => {
      boards().closed.add(5);
      boards().put(boardEntry(3, 42, undefined, { sdr_lead: 30, algo_name: 'Somebody at home' }));
      await Promise.all([startByHand('first'), startByHand('second')]);
      const { status, error, cause } = await ended();
      expect({ status, error }).toEqual({ status: 'FAILED', error: 'SyncFailed' });
      expect(cause).toContain('leaderboard 5 (MvsepRejected)');
      boards().closed.clear();
      const news = (await newsOf(3)).filter(({ detail }) => detail.stem === 'lead');
      expect(news).toMatchObject([
        { kind: 'New leader', detail: { leader: { id: 42, sdr: 30 } }, toldAt: expect.any(String) },
      ]);
      expect((await snapshot(3)).map(({ id }) => id)).toContain(42);
      expect(await snapshot(12)).toHaveLength(SIZE);
    }, 90_000);
  });
}
