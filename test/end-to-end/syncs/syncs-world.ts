import { clientSettings } from '../../../infra/start/client-settings.ts';
import { output } from '../../../infra/start/output.ts';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { ownerName } from '../../../shared/callers/caller.ts';
import { issueKey } from '../../../shared/callers/issue-key.ts';
import type { LeaderboardTable } from '../../../shared/leaderboards/read-board.ts';
import { UpstreamServer } from '../../upstream/upstream-server.ts';
import { ApiClient } from '../jobs-api/api-client.ts';
import { TestPipeline } from '../test-pipeline.ts';

/** One started pipeline with a service that has a quality checker, for all that arrives by itself. */
export interface SyncsWorld {
  readonly upstream: UpstreamServer;
  readonly pipeline: TestPipeline;
  readonly leaderboards: LeaderboardTable;
  /** A client of the API with a key of its own. */
  client(owner: string): Promise<ApiClient>;
  stop(): Promise<void>;
}

export async function startSyncsWorld(): Promise<SyncsWorld> {
  const upstream = await UpstreamServer.start();
  const pipeline = await TestPipeline.start({ upstream });
  const { cloud, pipelineUrl } = pipeline.product;
  const documents = documentClient(clientSettings(cloud));
  return {
    upstream,
    pipeline,
    leaderboards: { documents, tableName: output(cloud, 'Pipeline', 'LeaderboardTableName') },
    async client(owner) {
      const callers = { documents, tableName: output(cloud, 'Pipeline', 'CallerTableName') };
      const order = { owner: ownerName.parse(owner), scope: 'write', sees: 'own' } as const;
      const { key } = await issueKey(callers, order, new Date());
      return new ApiClient(pipelineUrl, key);
    },
    async stop() {
      await pipeline.stop();
      await upstream.stop();
    },
  };
}
