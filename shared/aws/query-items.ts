import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';

/**
 * Asks a table page by page, until there are enough items or no more.
 *
 * @param input its `Limit`, if any, is the most that one page looks at; never more than are still wanted.
 * @param wanted how many items are enough; the last page may bring more where `input` has no `Limit`.
 */
export async function queryItems(
  documents: DynamoDBDocumentClient,
  input: QueryCommandInput,
  wanted = Number.POSITIVE_INFINITY,
): Promise<Record<string, unknown>[]> {
  const { Limit, ...query } = input;
  const found: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        ...query,
        ...(Limit === undefined ? {} : { Limit: Math.min(Limit, wanted - found.length) }),
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    found.push(...Items);
    from = LastEvaluatedKey;
  } while (from !== undefined && found.length < wanted);
  return found;
}
