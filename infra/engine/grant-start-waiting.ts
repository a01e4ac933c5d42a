import type { HouseFunction } from '../constructs/house-function.ts';
import type { EngineTables } from './engine-tables.ts';
import { workflowArns } from './workflow-arns.ts';

/** Allows a function to start what waits in the queue: `shared/engine/queue/start-waiting.ts`. */
export function grantStartWaiting(starting: HouseFunction, { queue, separations }: EngineTables): void {
  starting.mayDo(['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], [queue.tableArn]);
  starting.mayDo(['dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'], [separations.tableArn]);
  starting.mayDo(['states:StartExecution'], [workflowArns(starting).separate]);
}
