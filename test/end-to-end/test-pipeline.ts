import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { runJobs } from '../../infra/jobs/run-jobs.ts';
import { type LocalProduct, runLocalProduct } from '../../infra/start/local-product.ts';
import type { FaultyFront } from './faulty-front.ts';
import { PipelineUser } from './pipeline-user.ts';

/** What stands before a server: its own address, and how it learns of the server's. */
type Front = Pick<FaultyFront, 'url' | 'standBefore'>;

export interface TestPipelineOptions {
  /** Stands between the Pipeline and the Engine. */
  readonly engineFront?: Front;
  /** A service that separates in the place of the Engine. */
  readonly upstream?: { readonly url: string };
  /** Stands between the Engine and the webhook route. */
  readonly webhookFront?: Front;
  /** Origins on this machine that links of songs may lead to. */
  readonly privateOrigins?: readonly string[];
  /** Another assembly than that of `npm start`. */
  readonly assembly?: string;
  /** Gives the quality checker of the Engine the dataset that comes with it. */
  readonly withDataset?: boolean;
  /** Where an earlier run left its state. */
  readonly directory?: string;
}

/** Both stacks on a local cloud of their own, for one test file. */
export class TestPipeline extends PipelineUser {
  readonly directory: string;

  private constructor(product: LocalProduct, directory: string) {
    super(product);
    this.directory = directory;
  }

  static async start({
    engineFront,
    upstream,
    webhookFront,
    privateOrigins = [],
    assembly = inject('assembly'),
    withDataset = false,
    directory = mkdtempSync(join(tmpdir(), 'pipeline-test-')),
  }: TestPipelineOptions = {}): Promise<TestPipeline> {
    const separator = upstream ?? engineFront;
    const product = await runLocalProduct({
      dataDirectory: directory,
      assembly,
      withoutDataset: !withDataset,
      privateOrigins,
      fronts: {
        ...(separator === undefined ? {} : { 'Engine/Distribution': separator.url }),
        ...(webhookFront === undefined ? {} : { 'Pipeline/Api': webhookFront.url }),
      },
    });
    engineFront?.standBefore(product.cloud.ownAddress('Engine/Distribution'));
    webhookFront?.standBefore(product.cloud.ownAddress('Pipeline/Api'));
    return new TestPipeline(product, directory);
  }

  /** Runs `npm run jobs -- <args>` as the operator of this local cloud, and answers what it prints. */
  async command(...args: readonly string[]): Promise<string> {
    const lines: string[] = [];
    const keep = (line: string) => {
      lines.push(line);
    };
    const local = ['--local', '--data', this.directory];
    const code = await runJobs([...args, ...local], { print: keep, complain: keep, now: () => new Date() });
    if (code !== 0)
      throw new Error(`npm run jobs -- ${args.join(' ')} ended with ${code}: ${lines.join('\n')}`);
    return lines.join('\n');
  }

  /** Stops everything; what was stored stays for another start with the same directory. */
  async pause(): Promise<void> {
    await this.product.cloud.stop();
  }

  async stop(): Promise<void> {
    await this.pause();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
