import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DATASET_TYPES } from '../../shared/leaderboards/dataset-types.ts';
import { SNAPSHOT_COLUMNS } from '../../shared/leaderboards/snapshot-columns.ts';
import { SNAPSHOT_PREFIX } from '../../shared/leaderboards/snapshot-key.ts';

/** Before this day there are no snapshots. */
const FIRST_DAY = '2026-01-01';

/**
 * The snapshots of the leaderboards as a table of Athena. Its partitions follow from the keys (partition projection):
 * no crawler has to run, and a snapshot can be asked for as soon as it is written.
 */
export class SnapshotTable extends Construct {
  /** Name of the database, as queries write it without quotes. */
  readonly databaseName: string;

  constructor(scope: Construct, id: string, bucket: Bucket) {
    super(scope, id);
    const { account, stackName } = Stack.of(this);
    this.databaseName = stackName.toLowerCase().replaceAll(/[^a-z0-9]/g, '_');
    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: {
        name: this.databaseName,
        description: 'What the quality checker of the service knows',
      },
    });
    const location = `s3://${bucket.bucketName}/${SNAPSHOT_PREFIX}`;
    const table = new CfnTable(this, 'Table', {
      catalogId: account,
      databaseName: this.databaseName,
      tableInput: {
        name: 'leaderboards',
        description: 'Every entry of every leaderboard, day by day',
        tableType: 'EXTERNAL_TABLE',
        parameters: {
          classification: 'json',
          EXTERNAL: 'TRUE',
          'projection.enabled': 'true',
          'projection.dataset_type.type': 'integer',
          'projection.dataset_type.range': `0,${DATASET_TYPES.length - 1}`,
          'projection.date.type': 'date',
          'projection.date.format': 'yyyy-MM-dd',
          'projection.date.range': `${FIRST_DAY},NOW`,
          'storage.location.template': `${location}dataset_type=\${dataset_type}/date=\${date}/`,
        },
        partitionKeys: [
          {
            name: 'dataset_type',
            type: 'int',
            comment: '0 Synth, 1 Multisong …, as the service numbers them',
          },
          { name: 'date', type: 'string', comment: 'Day of the sync, UTC' },
        ],
        storageDescriptor: {
          location,
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
          columns: Object.entries(SNAPSHOT_COLUMNS).map(([name, { type, about }]) => ({
            name,
            type,
            comment: about,
          })),
        },
      },
    });
    table.addResourceDependency(database);
  }
}
