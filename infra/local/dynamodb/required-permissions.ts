import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';

/** One right that a call needs. */
export interface RequiredPermission {
  /** "dynamodb:GetItem". */
  readonly action: string;
  /** ARN of a table or an index, or "*". */
  readonly resource: string;
}

/** Calls that name one table, and an index of it if they read through one. */
const TABLE_OPERATIONS = new Set([
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
  'UpdateTable',
  'UpdateTimeToLive',
]);

const ACCOUNT_OPERATIONS = new Set(['DescribeEndpoints', 'DescribeLimits', 'ListTables']);

const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

const tableBody = z.looseObject({ TableName: z.string(), IndexName: z.string().optional() });
const batchBody = z.looseObject({ RequestItems: z.record(z.string(), z.unknown()) });
const transactionBody = z.looseObject({
  TransactItems: z.array(z.record(z.string(), z.looseObject({ TableName: z.string() }))).min(1),
});

/**
 * The rights that a DynamoDB call needs. A transaction needs those of each item in it, a batch its own
 * action on each table.
 *
 * A body that names no table needs the action on "*": only who may do it everywhere gets as far as
 * DynamoDB's own validation error.
 *
 * @throws AwsServiceError UnknownOperationException for a call that is not modelled (streams, PartiQL,
 *   backups, …).
 */
export function requiredPermissions(operation: string, body: unknown): readonly RequiredPermission[] {
  if (TABLE_OPERATIONS.has(operation)) return tablePermissions(operation, body);
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem')
    return batchPermissions(operation, body);
  if (operation === 'TransactGetItems' || operation === 'TransactWriteItems') {
    return transactionPermissions(operation, body);
  }
  if (ACCOUNT_OPERATIONS.has(operation)) return [anywhere(operation)];
  throw new AwsServiceError(
    'UnknownOperationException',
    `The local cloud does not model the DynamoDB operation ${operation}.`,
  );
}

function tablePermissions(operation: string, body: unknown): readonly RequiredPermission[] {
  const parsed = tableBody.safeParse(body);
  if (!parsed.success) return [anywhere(operation)];
  const table = tableArn(parsed.data.TableName);
  const index = parsed.data.IndexName;
  return [
    { action: `dynamodb:${operation}`, resource: index === undefined ? table : `${table}/index/${index}` },
  ];
}

function batchPermissions(operation: string, body: unknown): readonly RequiredPermission[] {
  const tables = Object.keys(batchBody.safeParse(body).data?.RequestItems ?? {});
  if (tables.length === 0) return [anywhere(operation)];
  return tables.map((table) => ({ action: `dynamodb:${operation}`, resource: tableArn(table) }));
}

function transactionPermissions(operation: string, body: unknown): readonly RequiredPermission[] {
  const items = transactionBody.safeParse(body).data?.TransactItems;
  const permissions = items?.flatMap((item) =>
    Object.entries(item).map(([kind, { TableName }]) => ({
      action: `dynamodb:${TRANSACTION_ACTIONS[kind] ?? kind}`,
      resource: tableArn(TableName),
    })),
  );
  if (permissions !== undefined && permissions.length > 0) return permissions;
  return [anywhere(operation === 'TransactGetItems' ? 'GetItem' : 'PutItem')];
}

function anywhere(operation: string): RequiredPermission {
  return { action: `dynamodb:${operation}`, resource: '*' };
}

function tableArn(nameOrArn: string): string {
  if (nameOrArn.startsWith('arn:')) return nameOrArn;
  return `arn:aws:dynamodb:${LOCAL_REGION}:${LOCAL_ACCOUNT}:table/${nameOrArn}`;
}
