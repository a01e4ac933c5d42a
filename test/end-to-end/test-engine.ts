import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type LocalCloud, startLocalCloud } from '../../infra/local/local-cloud.ts';
import { clientSettings } from '../../infra/start/client-settings.ts';
import { output } from '../../infra/start/output.ts';
import { documentClient } from '../../shared/aws/document-client.ts';
import { WireClient } from '../wire/wire-client.ts';
import { pressButton } from './press-button.ts';
import { readOwnerToken } from './read-owner-token.ts';

export interface TestEngineOptions {
  /** Folder of the synthesized app. */
  readonly assembly: string;
  /** Origins of this machine that the Engine may fetch from and post to, besides the local S3. */
  readonly allowedOrigins?: readonly string[];
  /** Takes uploads past CloudFront that are larger than AWS would take them. */
  readonly unlimitedUploads?: boolean;
}

/** The Engine alone on a local cloud of its own, for one test file. */
export class TestEngine {
  readonly cloud: LocalCloud;
  readonly url: string;
  readonly ownerToken: string;
  /** Reads every answer as a client with static types does. */
  readonly wire: WireClient;
  readonly database: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly #directory: string;

  private constructor(cloud: LocalCloud, ownerToken: string, directory: string) {
    this.cloud = cloud;
    this.url = output(cloud, 'Engine', 'EngineUrl');
    this.ownerToken = ownerToken;
    this.wire = new WireClient(this.url);
    this.database = documentClient(clientSettings(cloud));
    this.s3 = new S3Client(clientSettings(cloud));
    this.stepFunctions = new SFNClient(clientSettings(cloud));
    this.#directory = directory;
  }

  static async start({
    assembly,
    allowedOrigins = [],
    unlimitedUploads = false,
  }: TestEngineOptions): Promise<TestEngine> {
    const directory = mkdtempSync(join(tmpdir(), 'engine-test-'));
    const log = createWriteStream(join(directory, 'local-cloud.log'));
    const cloud = await startLocalCloud({
      assembly,
      stacks: ['Engine'],
      dataDirectory: join(directory, 'state'),
      parameters: ({ endpoint }) => ({
        Engine: { AllowedPrivateOrigins: [endpoint, ...allowedOrigins].join(',') },
      }),
      unlimitedUploads,
      log: (line) => log.write(`${line}\n`),
    });
    return new TestEngine(cloud, await readOwnerToken(cloud), directory);
  }

  /** The link of the last mail to an address. */
  verificationLink(email: string): string {
    const mail = this.cloud.mails().findLast(({ to }) => to.includes(email));
    const link = mail === undefined ? undefined : /https?:\/\/[^\s"<>]+/.exec(mail.text ?? '')?.[0];
    if (link === undefined) throw new Error(`No mail with a link has come to ${email}.`);
    return link;
  }

  /** Opens the link of the last mail to an address, and presses the button on its page. */
  async confirmAddress(email: string): Promise<void> {
    const link = this.verificationLink(email);
    const { status } = await pressButton(link, await (await fetch(link)).text());
    if (status !== 200) throw new Error(`The address ${email} could not be confirmed: ${status}.`);
  }

  async stop(): Promise<void> {
    await this.cloud.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
