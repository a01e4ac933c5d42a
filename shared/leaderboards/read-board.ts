import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queryItems } from '../aws/query-items.ts';
import { type BoardEntry, boardEntry } from './board-entry.ts';
import { leaderboardKeys } from './leaderboard-keys.ts';

/** The table of leaderboards, and the way to it. */
export interface LeaderboardTable {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** The entries of one dataset, by their ids; empty when its board was never read. */
export async function readBoard(
  { documents, tableName: TableName }: LeaderboardTable,
  datasetType: number,
): Promise<BoardEntry[]> {
  const items = await queryItems(documents, {
    TableName,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :entries)',
    ExpressionAttributeValues: { ':pk': leaderboardKeys.board(datasetType), ':entries': 'ENTRY#' },
  });
  return items.map((item) => boardEntry.parse(item));
}
