import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { publicationKeys } from '../../../shared/engine/publications/publication-keys.ts';
import type { CreateSeparationDeps } from './create-separation-deps.ts';

/**
 * Counts a separation for the monthly usage that the list of algorithms shows. The separation itself is created
 * already: a count that fails is logged and does not fail it.
 */
export async function countUsage(
  { store, log }: Pick<CreateSeparationDeps, 'store' | 'log'>,
  sepType: number,
  at: Date,
): Promise<void> {
  try {
    await store.documents.send(
      new UpdateCommand({
        TableName: store.publications,
        Key: publicationKeys.usage(at, sepType),
        UpdateExpression: 'ADD #count :one',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
  } catch (error) {
    log.warn('A separation was not counted.', { sepType, error });
  }
}
