import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { EngineTables } from './engine-tables.ts';
import { modelFunction } from './model-function.ts';
import { queueEnvironment } from './queue-environment.ts';

export interface EngineFunctionsProps {
  readonly settings: Settings;
  readonly bucket: Bucket;
  readonly tables: EngineTables;
  /** The address under which callers reach the Engine, and with which its links begin. */
  readonly engineUrl: string;
  /** The token of the owner, and what those of all other accounts follow from: webhooks are signed with them. */
  readonly ownerToken: Secret;
  readonly tokenKey: Secret;
  /** Comma-separated origins that the Engine may fetch from and post to although they are private. */
  readonly allowedPrivateOrigins: string;
}

/** The Fourier transform as WebAssembly; it looks for this file beside itself. */
const FOURIER_TRANSFORM = 'node_modules/@echogarden/pffft-wasm/dist/simd/pffft.wasm';

/**
 * The functions of the Engine's workflows, and the one that tends the queue; those that answer calls stand with
 * their subjects. Their grants stand in `grant-engine.ts`.
 */
export class EngineFunctions extends Construct {
  readonly fetchRemote: HouseFunction;
  readonly prepareSeparation: HouseFunction;
  readonly separateChunk: HouseFunction;
  readonly writeStem: HouseFunction;
  readonly finishSeparation: HouseFunction;
  readonly postWebhook: HouseFunction;
  readonly failSeparation: HouseFunction;
  readonly tendQueue: HouseFunction;

  constructor(scope: Construct, id: string, props: EngineFunctionsProps) {
    super(scope, id);
    const { settings, tables } = props;
    const table = { SEPARATIONS_TABLE: tables.separations.tableName };
    const storage = { BUCKET: props.bucket.bucketName };
    const links = { ENGINE_URL: props.engineUrl };
    const outgoing = { ALLOWED_PRIVATE_ORIGINS: props.allowedPrivateOrigins };
    const queue = queueEnvironment(this, tables, settings);

    const define = functionFamily(this, {
      folder: 'functions/engine',
      logRetentionDays: settings.logRetentionDays,
    });

    this.fetchRemote = define('fetch-remote', {
      description: 'Fetches a song given by link, and puts its separation in the queue',
      memoryMegabytes: 1769,
      timeout: timeLimits.audioFunction,
      environment: { ...queue, ...storage, ...outgoing },
    });
    this.prepareSeparation = define('prepare-separation', {
      description: 'Decodes a song, and cuts it into overlapping chunks',
      memoryMegabytes: 3008,
      timeout: timeLimits.audioFunction,
      environment: { ...table, ...storage, CHUNK_SECONDS: String(settings.engine.chunkSeconds) },
      files: [FOURIER_TRANSFORM],
    });
    this.separateChunk = define('separate-chunk', {
      description: 'Separates one chunk into stems',
      timeout: timeLimits.audioFunction,
      ...modelFunction(this, settings),
      environment: { ...table, ...storage },
    });
    this.writeStem = define('write-stem', {
      description: 'Joins the chunks of one stem, and writes its file',
      memoryMegabytes: 1769,
      timeout: timeLimits.audioFunction,
      environment: { ...table, ...storage },
      streams: true,
    });
    this.finishSeparation = define('finish-separation', {
      description: 'Says that all stems are written, and starts the next separation',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: { ...queue, ...links },
    });
    this.postWebhook = define('post-webhook', {
      description: 'Tells the caller that a separation has ended',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: {
        ...table,
        ...links,
        ...outgoing,
        OWNER_TOKEN_SECRET: props.ownerToken.secretArn,
        TOKEN_KEY_SECRET: props.tokenKey.secretArn,
      },
    });
    this.failSeparation = define('fail-separation', {
      description: 'Writes why a separation failed, gives its credits back, and starts the next one',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: { ...queue, ...links },
    });
    this.tendQueue = define('tend-queue', {
      description: 'Mends what a crash left behind in the queue',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: { ...queue, ...links },
    });
  }
}
