import { documentClient } from '../../shared/aws/document-client.ts';
import { Publications } from '../../shared/engine/publications/publications.ts';
import type { Deployment } from '../command-line/deployment.ts';

/** News, demos and ratings of a deployment. */
export function publicationsOf(deployment: Deployment): Publications {
  const documents = documentClient(deployment.clientSettings());
  return new Publications(documents, deployment.output('PublicationsTableName'));
}
