import * as z from 'zod';
import { epochSeconds } from './describe-execution.ts';
import type { HistoryRow } from './execution-store.ts';
import { isJsonObject } from './json.ts';
import type { Operations } from './operations.ts';
import { maxResults, pageStart, pageToken, parseBody } from './parse-body.ts';
import { findExecution, type StepFunctionsState } from './step-functions-state.ts';

const historyBody = z.object({
  executionArn: z.string(),
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
  maxResults,
  nextToken: z.string().optional(),
});

/** GetExecutionHistory. */
export function historyOperations(state: StepFunctionsState): Operations {
  return {
    GetExecutionHistory(body, caller) {
      const query = parseBody(historyBody, body);
      const { executionArn, reverseOrder: reverse, maxResults: limit } = query;
      state.authorize(caller, 'states:GetExecutionHistory', executionArn);
      findExecution(state, executionArn);
      const from = pageStart(query.nextToken) ?? (reverse ? Number.MAX_SAFE_INTEGER : 0);
      const found = state.store.events(executionArn, reverse, from, limit + 1);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        events: page.map((event) => historyEvent(event, query.includeExecutionData)),
        ...(found.length > limit && last !== undefined ? { nextToken: pageToken(last.id) } : {}),
      };
    },
  };
}

function historyEvent(row: HistoryRow, withData: boolean): object {
  const details: unknown = JSON.parse(row.details, (key, value: unknown) =>
    !withData && ['input', 'output', 'parameters'].includes(key) ? undefined : value,
  );
  return {
    ...(isJsonObject(details) ? details : {}),
    id: row.id,
    previousEventId: row.previousId,
    timestamp: epochSeconds(row.timestampMs),
    type: row.type,
  };
}
