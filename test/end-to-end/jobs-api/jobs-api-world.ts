import { clientSettings } from '../../../infra/start/client-settings.ts';
import { output } from '../../../infra/start/output.ts';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { type Caller, ownerName } from '../../../shared/callers/caller.ts';
import { issueKey } from '../../../shared/callers/issue-key.ts';
import { type OutsideServer, startOutsideServer } from '../outside-server.ts';
import { TestPipeline } from '../test-pipeline.ts';
import { ApiClient } from './api-client.ts';

/** One started pipeline, for all parts that test the API from outside. */
export interface JobsApiWorld {
  readonly pipeline: TestPipeline;
  readonly url: string;
  /** Holds songs that links may lead to. */
  readonly outside: OutsideServer;
  /** A client with a key that was issued for this. */
  client(owner: string, rights?: Partial<Pick<Caller, 'scope' | 'sees'>>): Promise<ApiClient>;
  stop(): Promise<void>;
}

/** Both stacks, with the Engine as the service, and a server outside. */
export async function startJobsApiWorld(): Promise<JobsApiWorld> {
  const outside = await startOutsideServer();
  const pipeline = await TestPipeline.start({ privateOrigins: [outside.url] });
  const { cloud, pipelineUrl: url } = pipeline.product;
  const callers = {
    documents: documentClient(clientSettings(cloud)),
    tableName: output(cloud, 'Pipeline', 'CallerTableName'),
  };
  return {
    pipeline,
    url,
    outside,
    async client(owner, { scope = 'write', sees = 'own' } = {}) {
      const order = { owner: ownerName.parse(owner), scope, sees };
      const { key } = await issueKey(callers, order, new Date());
      return new ApiClient(url, key);
    },
    async stop() {
      await pipeline.stop();
      await outside.stop();
    },
  };
}
