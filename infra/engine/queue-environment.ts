import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { EngineTables } from './engine-tables.ts';
import { workflowArns } from './workflow-arns.ts';

/** What a function needs to know that begins or ends separations: the tables, both workflows, how many may run. */
export function queueEnvironment(scope: Construct, tables: EngineTables, settings: Settings) {
  const workflows = workflowArns(scope);
  return {
    ...storeEnvironment(tables),
    WORKFLOW_ARN: workflows.separate,
    FETCH_WORKFLOW_ARN: workflows.fetch,
    SEPARATIONS_AT_ONCE: String(settings.engine.separationsAtOnce),
  };
}

/** The names of the tables that change together. */
export function storeEnvironment(tables: EngineTables) {
  return {
    SEPARATIONS_TABLE: tables.separations.tableName,
    ACCOUNTS_TABLE: tables.accounts.tableName,
    QUEUE_TABLE: tables.queue.tableName,
    PUBLICATIONS_TABLE: tables.publications.tableName,
  };
}
