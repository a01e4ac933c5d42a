import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';

export interface EngineFunctionsProps {
  readonly settings: Settings;
  readonly bucket: Bucket;
  readonly separations: TableV2;
  /** The address under which callers reach the Engine, and with which its links begin. */
  readonly engineUrl: string;
  readonly ownerToken: Secret;
  /** Comma-separated origins that the Engine may fetch from and post to although they are private. */
  readonly allowedPrivateOrigins: string;
}

/** The Fourier transform as WebAssembly; it looks for this file beside itself. */
const FOURIER_TRANSFORM = 'node_modules/@echogarden/pffft-wasm/dist/simd/pffft.wasm';

/** The functions of the Engine, without their grants: those stand in `grant-engine.ts`. */
export class EngineFunctions extends Construct {
  readonly createSeparation: HouseFunction;
  readonly getSeparation: HouseFunction;
  readonly getRemoteSeparation: HouseFunction;
  readonly prepareSeparation: HouseFunction;
  readonly separateChunk: HouseFunction;
  readonly mergeStems: HouseFunction;
  readonly postWebhook: HouseFunction;
  readonly failSeparation: HouseFunction;

  constructor(scope: Construct, id: string, props: EngineFunctionsProps) {
    super(scope, id);
    const { settings } = props;
    const table = { SEPARATIONS_TABLE: props.separations.tableName };
    const storage = { BUCKET: props.bucket.bucketName };
    const links = { ENGINE_URL: props.engineUrl };
    const outgoing = { ALLOWED_PRIVATE_ORIGINS: props.allowedPrivateOrigins };

    const define = functionFamily(this, {
      folder: 'functions/engine',
      logRetentionDays: settings.logRetentionDays,
    });

    this.createSeparation = define('create-separation', {
      description: 'POST separation/create: takes a song and queues its separation',
      memoryMegabytes: 512,
      timeout: timeLimits.httpFunction,
      environment: { ...table, ...storage, ...links, OWNER_TOKEN_SECRET: props.ownerToken.secretArn },
    });
    this.getSeparation = define('get-separation', {
      description: 'GET separation/get: how far a separation is, and where its stems are',
      memoryMegabytes: 256,
      timeout: timeLimits.httpFunction,
      environment: { ...table, ...links },
    });
    this.getRemoteSeparation = define('get-remote-separation', {
      description: 'GET separation/get-remote: whether a song given by URL has been fetched',
      memoryMegabytes: 256,
      timeout: timeLimits.httpFunction,
      environment: { ...table, ...links },
    });
    this.prepareSeparation = define('prepare-separation', {
      description: 'Fetches and decodes a song, and cuts it into overlapping chunks',
      memoryMegabytes: 3008,
      timeout: timeLimits.audioFunction,
      environment: {
        ...table,
        ...storage,
        ...outgoing,
        CHUNK_SECONDS: String(settings.engine.chunkSeconds),
      },
    });
    this.separateChunk = define('separate-chunk', {
      description: 'Separates one chunk into stems',
      memoryMegabytes: 1769,
      timeout: timeLimits.audioFunction,
      environment: { ...table, ...storage },
      files: [FOURIER_TRANSFORM],
    });
    this.mergeStems = define('merge-stems', {
      description: 'Joins the chunks of every stem and writes the files',
      memoryMegabytes: 1769,
      timeout: timeLimits.audioFunction,
      environment: { ...table, ...storage },
    });
    this.postWebhook = define('post-webhook', {
      description: 'Tells the caller that a separation has ended',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: { ...table, ...links, ...outgoing },
    });
    this.failSeparation = define('fail-separation', {
      description: 'Writes onto the record why a separation failed',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: table,
    });
  }
}
