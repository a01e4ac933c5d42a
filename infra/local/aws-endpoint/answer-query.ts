import type { ServerResponse } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';
import { LOCAL_ACCOUNT } from '../location.ts';
import type { Principal } from '../principal.ts';

/** A query call: its form fields, and who makes it. */
interface QueryCall {
  readonly parameters: URLSearchParams;
  readonly principal: Principal;
}

/**
 * Answers a call of the query protocol (form in, XML out). Only STS GetCallerIdentity is modelled, since
 * command-line clients begin with it; every other call is refused by name.
 */
export async function answerQuery(
  response: ServerResponse,
  requestId: string,
  service: string,
  read: () => Promise<QueryCall>,
): Promise<void> {
  try {
    const { parameters, principal } = await read();
    const action = parameters.get('Action') ?? 'a call without Action';
    if (service !== 'sts' || action !== 'GetCallerIdentity') {
      throw new AwsServiceError(
        'NotImplemented',
        `The local cloud does not model ${service}: it cannot answer ${action}.`,
        501,
      );
    }
    sendXml(response, 200, callerIdentity(principal, requestId));
  } catch (error) {
    if (!(error instanceof AwsServiceError)) throw error;
    sendXml(response, error.status === 400 ? 403 : error.status, errorDocument(error, requestId));
  }
}

function callerIdentity(principal: Principal, requestId: string): string {
  const arn =
    principal.kind === 'role'
      ? `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${principal.name}/local`
      : `arn:aws:iam::${LOCAL_ACCOUNT}:user/${principal.name}`;
  return (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
    `<Arn>${escapeXml(arn)}</Arn><UserId>${escapeXml(principal.accessKeyId)}</UserId>` +
    `<Account>${LOCAL_ACCOUNT}</Account></GetCallerIdentityResult>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`
  );
}

function errorDocument(error: AwsServiceError, requestId: string): string {
  return (
    `<ErrorResponse><Error><Type>Sender</Type><Code>${escapeXml(error.code)}</Code>` +
    `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}

function sendXml(response: ServerResponse, status: number, document: string): void {
  const body = Buffer.from(document);
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': body.length }).end(body);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
