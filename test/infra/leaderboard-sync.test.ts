import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SNAPSHOT_COLUMNS } from '../../shared/leaderboards/snapshot-columns.ts';
import { snapshotKey } from '../../shared/leaderboards/snapshot-key.ts';
import { appWith, templateOf } from './synthesize.ts';

const template = templateOf(appWith({ syncs: { leaderboardHours: 6 } }), 'Pipeline');
const clocksOf = (one: typeof template) =>
  Object.keys(one.findResources('AWS::Events::Rule')).filter((id) => id.startsWith('SyncsLeaderboards'));

describe('the sync of leaderboards', () => {
  it('is started as often as the settings say, with an empty input, and tells when it cannot be', () => {
    expect(clocksOf(template)).toHaveLength(1);
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(6 hours)',
      Targets: [
        Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp('^SyncsLeaderboardsWorkflow') },
          Input: '{}',
          RoleArn: Match.anyValue(),
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    });
  });

  it('is started by nobody but people when the settings say 0', () => {
    const byHand = templateOf(appWith({ syncs: { leaderboardHours: 0 } }), 'Pipeline');
    expect(clocksOf(byHand)).toEqual([]);
    expect(byHand.findOutputs('LeaderboardSyncArn')).not.toEqual({});
  });

  it('needs no token of the account', () => {
    const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
      id.startsWith('SyncsLeaderboardsFunctions'),
    );
    expect(policies.length).toBeGreaterThan(3);
    expect(JSON.stringify(policies)).not.toContain('secretsmanager');
  });
});

describe('the table of Athena', () => {
  const [table] = Object.values(template.findResources('AWS::Glue::Table'));
  const { TableInput } = z
    .object({
      TableInput: z.object({
        Name: z.string(),
        Parameters: z.record(z.string(), z.unknown()),
        PartitionKeys: z.array(z.object({ Name: z.string() })),
        StorageDescriptor: z.object({ Columns: z.array(z.object({ Name: z.string(), Type: z.string() })) }),
      }),
    })
    .parse(table?.Properties);

  it('has the columns that each line of a snapshot has, and none twice', () => {
    const columns = TableInput.StorageDescriptor.Columns;
    expect(columns.map(({ Name, Type }) => [Name, Type])).toEqual(
      Object.entries(SNAPSHOT_COLUMNS).map(([name, { type }]) => [name, type]),
    );
    const names = [...columns, ...TableInput.PartitionKeys].map(({ Name }) => Name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('finds the snapshots where they are written', () => {
    const location = JSON.stringify(TableInput.Parameters['storage.location.template']);
    const folder = snapshotKey(7, '2026-11-22').replace('entries.ndjson', '');
    const wanted = folder
      .replace('dataset_type=7', `dataset_type=\${dataset_type}`)
      .replace('date=2026-11-22', `date=\${date}`);
    expect(location).toContain(wanted);
    expect(TableInput.Parameters['projection.dataset_type.range']).toBe('0,12');
  });
});
