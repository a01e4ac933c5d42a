import { dirname } from 'node:path';
import { DEFAULT_DATA_DIRECTORY } from './command-line.ts';
import type { LocalProduct } from './local-product.ts';

/** One line of JSON with everything a program needs to use the local cloud. */
export function printConnections(product: LocalProduct): void {
  const { cloud } = product;
  const connections = {
    s3: {
      endpoint: cloud.endpoint,
      region: cloud.region,
      accessKeyId: cloud.credentials.accessKeyId,
      secretAccessKey: cloud.credentials.secretAccessKey,
      bucket: product.bucket,
    },
    pipeline: { url: product.pipelineUrl },
    engine: { url: product.engineUrl, token: product.engineToken, bucket: product.engineBucket },
    stepFunctions: { endpoint: cloud.endpoint },
    dynamodb: { endpoint: cloud.endpoint, table: product.jobTable },
  };
  process.stdout.write(`${JSON.stringify(connections)}\n`);
}

/** A few lines for a person: what runs where, and how to drop a song. */
export function printWelcome(product: LocalProduct): void {
  const { cloud, bucket } = product;
  const { accessKeyId, secretAccessKey } = cloud.credentials;
  process.stdout.write(`The pipeline and the engine run on this machine. Ctrl-C ends them.

  bucket         ${bucket}
  job records    ${product.jobTable}   (a DynamoDB table)
  AWS endpoint   ${cloud.endpoint}   (S3, DynamoDB, Step Functions, Secrets Manager)
  engine         ${product.engineUrl}   (instead of https://mvsep.com, token ${product.engineToken})
  its bucket     ${product.engineBucket}   (models of your own: docs/models.md)
  API            ${product.pipelineUrl}   (instead of https://mvsep.com too; GET /openapi.json describes it)
  log            ${product.logFile}

Drop a song, and find its stems:

  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}
  export AWS_DEFAULT_REGION=${cloud.region}
  alias local-aws="aws --endpoint-url ${cloud.endpoint}"
  local-aws s3 cp song.wav s3://${bucket}/uploads/
  local-aws s3 ls --recursive s3://${bucket}/stems/

Look at its job, from this folder in another terminal:

  npm run jobs -- list --local${dataOption(product)}

Get a key for the API:

  npm run keys -- issue --owner me --local${dataOption(product)}
`);
}

function dataOption({ logFile }: LocalProduct): string {
  const folder = dirname(logFile);
  return folder === DEFAULT_DATA_DIRECTORY ? '' : ` --data ${folder}`;
}
