import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import {
  BY_MONTH_INDEX,
  BY_OWNER_INDEX,
  BY_STATE_INDEX,
  BY_WORK_INDEX,
} from '../../../../shared/jobs/job-indexes.ts';
import { JOB_SUMMARY_FIELDS } from '../../../../shared/jobs/job-summary.ts';
import { createJobTable, type JobTable } from '../../../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../../../shared/jobs/pipeline-table.ts';
import { startDynamoDbServer } from '../aws/dynamodb-server.ts';

export interface JobTableServer {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  /** Another client of the same table, whose middleware is its own. */
  connect(): PipelineTable['documents'];
  stop(): void;
}

const INDEXES = [
  [BY_WORK_INDEX, 'work', 'dueAt', undefined],
  [BY_STATE_INDEX, 'state', 'submittedAt', ['month', 'owner']],
  [BY_MONTH_INDEX, 'month', 'submittedAt', ['state', 'owner']],
  [BY_OWNER_INDEX, 'owner', 'submittedAt', ['state', 'month', 'clientHash']],
] as const;

/** A real, empty table of the Pipeline in memory, laid out as the stack lays it out. */
export async function startJobTableServer(): Promise<JobTableServer> {
  const tableName = 'jobs';
  const { documents, connect, stop } = await startDynamoDbServer(pipelineTableLayout(tableName));
  const table = { documents, tableName };
  return { table, jobs: createJobTable(table), connect, stop };
}

/** The Pipeline's table as the stack lays it out, for `CreateTable`. */
export function pipelineTableLayout(TableName: string): CreateTableCommandInput {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk', 'work', 'dueAt', 'state', 'submittedAt', 'month', 'owner'].map(
      (AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      }),
    ),
    GlobalSecondaryIndexes: INDEXES.map(([IndexName, partition, sort, others]) => ({
      IndexName,
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' as const },
        { AttributeName: sort, KeyType: 'RANGE' as const },
      ],
      Projection:
        others === undefined
          ? { ProjectionType: 'KEYS_ONLY' as const }
          : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...JOB_SUMMARY_FIELDS, ...others] },
    })),
  };
}
