/*
 * The functions of the little shop that the local cloud is tested with, as the text of their bundles: an
 * order file is uploaded, a state machine asks for confirmation and waits, an HTTP call confirms, and the
 * outcome is written down.
 */

const dynamoDb = `
  import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
  const table = new DynamoDBClient({});
  const put = (id, value) =>
    table.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { id: { S: id }, value: { S: value } } }));
  const get = async (id) =>
    (await table.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { id: { S: id } } }))).Item?.value.S;
`;

/** By function: the text of index.mjs. */
export const handlers: Readonly<Record<string, string>> = {
  OnUpload: `
    import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
    const states = new SFNClient({});
    export const handler = ({ detail }) =>
      states.send(new StartExecutionCommand({
        stateMachineArn: process.env.MACHINE,
        input: JSON.stringify({ order: detail.object.key }),
      })).then(() => undefined);
  `,
  Ask: `
    ${dynamoDb}
    export const handler = async ({ order, token }) => {
      await put('token', token);
      await fetch(process.env.CONFIRM_URL + '/orders/' + encodeURIComponent(order), { method: 'POST', body: 'yes' });
    };
  `,
  Confirm: `
    ${dynamoDb}
    import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
    const states = new SFNClient({});
    export const handler = async (event) => {
      const output = JSON.stringify({ order: event.pathParameters.order, answer: event.body });
      await states.send(new SendTaskSuccessCommand({ taskToken: await get('token'), output }));
      return { statusCode: 202, body: 'confirmed' };
    };
  `,
  Record: `
    ${dynamoDb}
    export const handler = async ({ order, answer }) => {
      await put(decodeURIComponent(order), answer);
      return { order };
    };
  `,
  Snoop: `
    import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
    import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
    export const handler = async ({ what }) => {
      if (what === 'secret') {
        const answer = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: process.env.SECRET }));
        return answer.SecretString.length;
      }
      await new S3Client({}).send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: 'orders/1' }));
    };
  `,
  Speak: `
    import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
    const bus = new EventBridgeClient({});
    export const handler = async ({ source, what }) => {
      const entry = { Source: source, DetailType: 'Sold', Detail: JSON.stringify({ what }) };
      return (await bus.send(new PutEventsCommand({ Entries: [entry] }))).FailedEntryCount;
    };
  `,
  Fail: `
    export const handler = async () => {
      throw new RangeError('too much');
    };
  `,
};
