import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../shared/aws/document-client.ts';
import type { Deployment } from '../command-line/deployment.ts';

/** The accounts of a deployment: a client, and the name of their table. */
export interface AccountsAccess {
  readonly documents: DynamoDBDocumentClient;
  readonly accounts: string;
}

export function accountsOf(deployment: Deployment): AccountsAccess {
  return {
    documents: documentClient(deployment.clientSettings()),
    accounts: deployment.output('AccountsTableName'),
  };
}
