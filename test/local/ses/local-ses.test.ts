import { appendFileSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ListEmailIdentitiesCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAwsEndpoint } from '../../../infra/local/aws-endpoint/aws-endpoint.ts';
import { createLocalIam } from '../../../infra/local/iam/local-iam.ts';
import { readPolicyDocument } from '../../../infra/local/iam/policy-document.ts';
import type { Listener } from '../../../infra/local/listener/listen.ts';
import { createLocalSes, type LocalSes } from '../../../infra/local/ses/local-ses.ts';

const lines: string[] = [];
const directory = mkdtempSync(join(tmpdir(), 'ses-'));
const identity = (name: string) => `arn:aws:ses:eu-west-1:000000000000:identity/${name}`;
const role = (name: string, ...identities: string[]) => ({
  name,
  statements: readPolicyDocument(
    { Statement: { Effect: 'Allow', Action: 'ses:SendEmail', Resource: identities.map(identity) } },
    name,
  ),
  trust: [],
});
const iam = createLocalIam({
  roles: [role('by-address', 'post@example.com'), role('by-domain', 'example.org')],
  resourcePolicies: [],
  masterSecret: 'secret',
});
const create = () =>
  createLocalSes({
    directory,
    authorize: iam.authorize,
    isAllowed: iam.isAllowed,
    log: (line) => lines.push(line),
    now: () => new Date('2026-01-02T03:04:05Z'),
  });

let ses: LocalSes;
let endpoint: Listener;

beforeAll(async () => {
  ses = create();
  endpoint = await createAwsEndpoint({
    services: new Map(),
    restServices: new Map([['ses', ses]]),
    s3: { handle: async (_, response) => void response.writeHead(418).end() },
    findPrincipal: iam.findPrincipal,
  }).listen();
});
afterAll(() => endpoint.stop());

const clientOf = (roleName: string) =>
  new SESv2Client({
    endpoint: endpoint.url,
    region: 'eu-west-1',
    credentials: { ...iam.credentialsOfRole(roleName) },
    maxAttempts: 1,
  });

const mail = (from: string, more: Partial<SendEmailCommandInput> = {}) =>
  new SendEmailCommand({
    FromEmailAddress: from,
    Destination: { ToAddresses: ['user@example.net'] },
    Content: {
      Simple: {
        Subject: { Data: 'Welcome ä' },
        Body: { Text: { Data: 'https://secret', Charset: 'UTF-8' } },
      },
    },
    ...more,
  });

describe('SendEmail', () => {
  it('keeps the mail instead of sending it, and logs neither its text nor its links', async () => {
    const { MessageId } = await clientOf('by-address').send(mail('Post <post@example.com>'));
    expect(ses.mails()).toEqual([
      {
        messageId: MessageId,
        time: '2026-01-02T03:04:05.000Z',
        from: 'Post <post@example.com>',
        to: ['user@example.net'],
        cc: [],
        bcc: [],
        replyTo: [],
        subject: 'Welcome ä',
        text: 'https://secret',
      },
    ]);
    expect(lines).toEqual([expect.stringContaining('Mail to user@example.net: "Welcome ä"')]);
    expect(lines.join()).not.toContain('secret');
  });

  it('takes the right to the whole domain for the right to an address', async () => {
    await clientOf('by-domain').send(mail('any@example.org'));
    expect(iam.denials()).toEqual([]);
  });

  it('refuses a sender that the role may not use, by name, and says so once', async () => {
    await expect(clientOf('by-address').send(mail('other@example.com'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
    expect(iam.denials()).toEqual([
      expect.objectContaining({ action: 'ses:SendEmail', resource: identity('example.com') }),
    ]);
  });

  it.each<[string, Partial<SendEmailCommandInput>]>([
    ['no recipient', { Destination: {} }],
    [
      '51 recipients',
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, n) => `u${n}@example.net`) } },
    ],
    ['a recipient that is no address', { Destination: { ToAddresses: ['nobody'] } }],
    ['neither text nor HTML', { Content: { Simple: { Subject: { Data: 's' }, Body: {} } } }],
    ['a template', { Content: { Template: { TemplateName: 't' } } }],
    ['a configuration set', { ConfigurationSetName: 'set' }],
  ])('refuses a mail with %s', async (_, more) => {
    const before = ses.mails().length;
    await expect(clientOf('by-address').send(mail('post@example.com', more))).rejects.toMatchObject({
      name: 'BadRequestException',
    });
    expect(ses.mails()).toHaveLength(before);
  });

  it('refuses a call that is not modelled, by name, and one with a wrong key', async () => {
    await expect(clientOf('by-address').send(new ListEmailIdentitiesCommand())).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: expect.stringContaining('/v2/email/list-identities'),
    });
    const stranger = new SESv2Client({
      endpoint: endpoint.url,
      region: 'eu-west-1',
      credentials: { ...iam.credentialsOfRole('by-address'), secretAccessKey: 'wrong' },
      maxAttempts: 1,
    });
    await expect(stranger.send(mail('post@example.com'))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });
});

it('finds the mails of earlier starts again, in a file for its owner alone, behind a torn line', () => {
  const [name = ''] = readdirSync(directory);
  const file = join(directory, name);
  expect(statSync(file).mode & 0o077).toBe(0);
  const before = ses.mails();
  appendFileSync(file, '{"messageId":');
  expect(create().mails()).toEqual(before);
});
