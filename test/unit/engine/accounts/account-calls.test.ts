import type { BinaryLike, ScryptOptions } from 'node:crypto';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as z from 'zod';
import { changeAccount } from '../../../../functions/engine/change-account/change-account.ts';
import { logIn } from '../../../../functions/engine/log-in/log-in.ts';
import { inviteApplicants } from '../../../../functions/engine/register-account/invite-applicant.ts';
import { registerAccount } from '../../../../functions/engine/register-account/register-account.ts';
import { currentLines } from '../../../../functions/engine/show-user/current-lines.ts';
import { showUser } from '../../../../functions/engine/show-user/show-user.ts';
import { verifyAccount } from '../../../../functions/engine/verify-account/verify-account.ts';
import { accountKeys } from '../../../../shared/engine/accounts/account-keys.ts';
import { VerificationTable } from '../../../../shared/engine/accounts/verification-table.ts';
import { CallCounter } from '../../../../shared/http/call-counter.ts';
import { sendMailFrom } from '../../../../shared/mail/send-mail.ts';
import { disablePremium } from '../../../../shared/mvsep/contract/disable-premium.ts';
import { enableLongFilenames } from '../../../../shared/mvsep/contract/enable-long-filenames.ts';
import { enablePremium } from '../../../../shared/mvsep/contract/enable-premium.ts';
import { errorReply } from '../../../../shared/mvsep/contract/error-reply.ts';
import { logIn as logInCall } from '../../../../shared/mvsep/contract/log-in.ts';
import { registerAccount as registerCall } from '../../../../shared/mvsep/contract/register-account.ts';
import { showUser as showUserCall } from '../../../../shared/mvsep/contract/show-user.ts';
import { answerCall } from '../../../../shared/mvsep/server/answer-call.ts';
import type { AnsweredCall } from '../../../../shared/mvsep/server/answered-call.ts';
import type { CallHandler } from '../../../../shared/mvsep/server/call-handler.ts';
import { apiEvent } from '../form-event.ts';
import { OWNER_TOKEN, testFrame } from '../http/test-frame.ts';
import { type KeyedTables, startKeyedTables } from '../keyed-tables.ts';
import { lambdaContext } from '../lambda-context.ts';

/**
 * The same passwords, hashed two hundred times cheaper: a quarter of a second of a core each, half of this file's time
 * would go into them. What is stored and how strongly is the business of the test of passwords.
 */
vi.mock('node:crypto', async (load) => {
  const crypto = await load<typeof import('node:crypto')>();
  const scrypt = (
    ...[password, salt, length, options, done]: [
      BinaryLike,
      BinaryLike,
      number,
      ScryptOptions,
      (error: Error | null, key: Buffer) => void,
    ]
  ) => crypto.scrypt(password, salt, length, { ...options, N: 256, p: 1 }, done);
  return { ...crypto, scrypt };
});

const ENGINE_URL = 'https://engine.example';
const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct horse' };

let tables: KeyedTables;
beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());

/** Everything about accounts over real tables; mails go to a mocked SES. */
async function engine({ verifies = false, attempts = 100, mails = 100, registrations = 100 } = {}) {
  const { frame, accounts, accountsTable, callersTable, clock, log } = await testFrame(tables);
  const { now } = frame;
  const { documents } = tables;
  const mailService = new SESv2Client({ region: 'eu-west-1' });
  const ses = mockClient(mailService);
  ses.on(SendEmailCommand).resolves({});
  const counter = (calls: number) => new CallCounter(documents, callersTable, { calls, windowSeconds: 900 });
  let key = 'the key';
  const tokenKey = async () => key;
  const verifications = new VerificationTable(documents, accountsTable);
  const invite = verifies
    ? inviteApplicants({
        verifications,
        mails: counter(mails),
        sendMail: sendMailFrom('engine@example.com', mailService),
        engineUrl: ENGINE_URL,
      })
    : undefined;
  const registering = { accounts, tokenKey, registrations: counter(registrations), invite, now };
  const logging = {
    accounts,
    tokenKey,
    attempts: counter(attempts),
    attemptsInAll: counter(1000),
    needsVerification: verifies,
    now,
  };
  const showing = {
    currentLines: (id: string) => currentLines(documents, accountsTable, id),
    ownerToken: async () => OWNER_TOKEN,
    tokenKey,
    now,
  };
  const change = (
    call: AnsweredCall<z.ZodObject>,
    values: { premiumEnabled: boolean } | { longFilenames: boolean },
  ) => answerCall(call, frame, (request) => changeAccount({ accounts, now }, request, values));
  return {
    replaceTokenKey: () => {
      key = 'another key';
    },
    accountsTable,
    callersTable,
    clock,
    log,
    ses,
    /** The links in the mails that were sent, in their order. */
    links: () =>
      ses
        .commandCalls(SendEmailCommand)
        .map(({ args }) => /https:\S+/.exec(textOf(args[0].input))?.[0] ?? ''),
    open: (link: string) => verifyAccount({ frame, verifications }, apiEvent({ query: queryOf(link) })),
    /** Sends the form of the page behind a link. */
    confirm: (link: string, parts: Parameters<typeof apiEvent>[0] = {}) =>
      verifyAccount(
        { frame, verifications },
        apiEvent({
          contentType: 'application/x-www-form-urlencoded',
          body: Buffer.from(new URL(link).searchParams.toString()),
          ...parts,
        }),
      ),
    register: poster(answerCall(registerCall, frame, (request) => registerAccount(registering, request))),
    logIn: poster(answerCall(logInCall, frame, (request) => logIn(logging, request))),
    showUser: async (api_token: string) =>
      read(
        await answerCall(showUserCall, frame, (request) => showUser(showing, request))(
          apiEvent({ query: { api_token } }),
          lambdaContext,
        ),
      ),
    enablePremium: poster(change(enablePremium, { premiumEnabled: true })),
    disablePremium: poster(change(disablePremium, { premiumEnabled: false })),
    enableLongFilenames: poster(change(enableLongFilenames, { longFilenames: true })),
  };
}

function textOf(input: SendEmailCommand['input']): string {
  return input.Content?.Simple?.Body?.Text?.Data ?? '';
}

function queryOf(link: string): Record<string, string> {
  return Object.fromEntries(new URL(link).searchParams);
}

function poster(handler: CallHandler) {
  return async (fields: Record<string, string>, address = '203.0.113.7') =>
    read(
      await handler(
        apiEvent({
          contentType: 'application/x-www-form-urlencoded',
          body: new URLSearchParams(fields).toString(),
          headers: { 'x-forwarded-for': `${address}, 130.176.0.1` },
        }),
        lambdaContext,
      ),
    );
}

function read({ statusCode, headers, body }: Awaited<ReturnType<CallHandler>>) {
  const parsed = JSON.parse(body ?? '');
  if (statusCode !== 200) errorReply.parse(parsed);
  return { status: statusCode, headers, body: parsed };
}

const application = (own: Record<string, string> = {}) => ({
  ...ADA,
  password_confirmation: own.password ?? ADA.password,
  ...own,
});

describe('registering', () => {
  it('opens an account with which one can log in at once, where addresses are not verified', async () => {
    const { register, logIn: enter, showUser: show, ses } = await engine();
    const registered = await register(application({ email: ' Ada@Example.com' }));
    expect(registered.body).toEqual({
      success: true,
      message: 'The account for ada@example.com is open. Log in with it now.',
    });
    expect(ses.calls()).toEqual([]);
    const { body } = await enter(ADA);
    expect(logInCall.reply.parse(body).data).toEqual({
      name: 'Ada',
      email: 'ada@example.com',
      api_token: expect.stringMatching(/^[A-Za-z0-9]{30}$/),
      created_at: '2026-08-12 12:00:30',
      updated_at: '2026-08-12 12:00:30',
      premium_minutes: 0,
      premium_enabled: 0,
      long_filenames_enabled: 0,
    });
    const user = await show(body.data.api_token);
    expect(showUserCall.reply.parse(user.body).data).toEqual({ ...body.data, current_queue: [] });
  });

  it('stores neither the password nor the token', async () => {
    const { register, logIn: enter, accountsTable } = await engine();
    await register(application());
    const { body } = await enter(ADA);
    const stored = JSON.stringify(await tables.items(accountsTable));
    expect(stored).not.toContain(ADA.password);
    expect(stored).not.toContain(body.data.api_token);
  });

  it('opens one account when twenty want the same email at once', async () => {
    const { register, accountsTable } = await engine();
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(application())));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).toBe(400);
      expect(body.message).toEqual({ email: ['The email has already been taken.'] });
    }
    const kinds = (await tables.items(accountsTable)).map(({ sk }) => sk).sort();
    expect(kinds).toEqual(['EMAIL', 'PROFILE', 'TOKEN']);
  }, 30_000);

  it.each([
    ['nothing', {}, ['name', 'email', 'password', 'password_confirmation']],
    ['a short password', application({ password: 'short12' }), ['password']],
    ['another confirmation', application({ password_confirmation: 'other horse' }), ['password']],
    ['no email address', application({ email: 'ada' }), ['email']],
  ])('refuses %s, by field', async (_, fields, wrong) => {
    const { register } = await engine();
    const { status, body } = await register(fields);
    expect(status).toBe(400);
    expect(Object.keys(body.message)).toEqual(wrong);
    expect(body.errors).toEqual(Object.values(body.message).flat());
    expect(body.data.message).toBe(body.errors[0]);
  });

  it.each([true, false])(
    "refuses the owner's address as taken (addresses verified: %s)",
    async (verifies) => {
      const { register, ses, accountsTable } = await engine({ verifies });
      for (const email of ['owner@engine.invalid', ' Owner@Engine.INVALID ']) {
        const { status, body } = await register(application({ email }));
        expect(status).toBe(400);
        expect(body.message).toEqual({ email: ['The email has already been taken.'] });
      }
      expect(ses.calls()).toEqual([]);
      expect(await tables.items(accountsTable)).toEqual([]);
    },
  );

  it('refuses more accounts from one address than are allowed', async () => {
    const { register } = await engine({ registrations: 1 });
    expect((await register(application())).status).toBe(200);
    const second = await register(application({ email: 'bob@example.com' }));
    expect([second.status, second.headers?.['retry-after']]).toEqual([429, '870']);
    expect((await register(application({ email: 'bob@example.com' }), '203.0.113.8')).status).toBe(200);
  });
});

describe('registering where addresses are verified', () => {
  it('mails a link whose button opens the account once', async () => {
    const { register, logIn: enter, links, open, confirm, ses } = await engine({ verifies: true });
    const { body } = await register(application());
    expect(body).toEqual({ success: true, message: 'Account verification email sent to ada@example.com' });
    expect(ses.commandCalls(SendEmailCommand)[0]?.args[0].input).toMatchObject({
      FromEmailAddress: 'engine@example.com',
      Destination: { ToAddresses: ['ada@example.com'] },
    });
    const [link = ''] = links();
    expect(link).toMatch(/^https:\/\/engine\.example\/api\/app\/verify_email\?code=[\w-]{32}$/);
    await open(link);
    const before = await enter(ADA);
    expect([before.status, before.body.message]).toEqual([400, expect.stringContaining('not confirmed yet')]);
    const page = await confirm(link);
    expect(page).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(page.body).toContain('Your email address is confirmed');
    expect((await enter(ADA)).status).toBe(200);
    for (const again of [await confirm(link), await open(link)]) {
      expect(again.statusCode).toBe(200);
      expect(again.body).toContain('was confirmed before');
      expect(again.body).not.toContain('<form');
    }
  });

  it('shows a button and changes nothing, however often a link is opened', async () => {
    const { register, links, open, accountsTable } = await engine({ verifies: true });
    await register(application());
    const [link = ''] = links();
    const stored = await tables.items(accountsTable);
    for (let i = 0; i < 3; i++) {
      const { statusCode, headers, body } = await open(link);
      expect(statusCode).toBe(200);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("form-action 'self';"),
        'referrer-policy': 'no-referrer',
      });
      expect(body).toContain('<form method="post" action="verify_email">');
      expect(body).toContain(`<input type="hidden" name="code" value="${queryOf(link).code}">`);
      expect(body).not.toMatch(/ada@|example\.com|<script|https?:/i);
    }
    expect(await tables.items(accountsTable)).toEqual(stored);
  });

  it('takes a code from the form only when the form is sent, not from the address', async () => {
    const { register, logIn: enter, links, confirm } = await engine({ verifies: true });
    await register(application());
    const [link = ''] = links();
    for (const parts of [
      { body: '', query: queryOf(link) },
      { contentType: 'application/json', body: JSON.stringify(queryOf(link)) },
    ]) {
      const { statusCode, body } = await confirm(link, parts);
      expect(statusCode).toBe(404);
      expect(body).toContain('This link does not work');
    }
    expect((await enter(ADA)).status).toBe(400);
  });

  it('confirms once when the button is pressed many times at once', async () => {
    const { register, links, confirm } = await engine({ verifies: true });
    await register(application());
    const [link = ''] = links();
    const pages = await Promise.all(Array.from({ length: 8 }, () => confirm(link)));
    expect(pages.filter(({ body }) => body?.includes('is confirmed'))).toHaveLength(1);
    expect(pages.filter(({ body }) => body?.includes('was confirmed before'))).toHaveLength(7);
  });

  it('sends another link to who registers again, until the account is verified', async () => {
    const { register, links, open, confirm } = await engine({ verifies: true });
    await register(application());
    expect((await register(application())).status).toBe(200);
    const [first = '', second = ''] = links();
    expect(first).not.toBe(second);
    expect((await confirm(second)).body).toContain('is confirmed');
    expect((await open(first)).body).toContain('was confirmed before');
    expect((await confirm(first)).body).toContain('was confirmed before');
    expect((await register(application())).body.message).toEqual({
      email: ['The email has already been taken.'],
    });
  });

  it("takes the password of whoever's link is confirmed, not of another who registered the address", async () => {
    const { register, logIn: enter, links, confirm } = await engine({ verifies: true });
    await register(application({ password: 'of a stranger' }));
    await register(application());
    await register(application({ password: 'of a stranger' }));
    await confirm(links()[1] ?? '');
    expect((await enter(ADA)).status).toBe(200);
    expect((await enter({ ...ADA, password: 'of a stranger' })).status).toBe(400);
  });

  it('refuses links that are older than a day, unknown or no code at all', async () => {
    const { register, links, open, confirm, clock } = await engine({ verifies: true });
    await register(application());
    clock.now = new Date(clock.now.getTime() + 24 * 3_600_000);
    for (const link of [
      links()[0] ?? '',
      `${ENGINE_URL}/?code=${'x'.repeat(32)}`,
      `${ENGINE_URL}/?code=%00`,
      `${ENGINE_URL}/?code=${encodeURIComponent('"><script>')}`,
      ENGINE_URL,
    ]) {
      for (const page of [await open(link), await confirm(link)]) {
        expect(page.statusCode).toBe(404);
        expect(page.body).toContain('This link does not work');
        expect(page.body).not.toMatch(/<form|<script/);
      }
    }
  });

  it('sends no more mails to one address than are allowed', async () => {
    const { register, links } = await engine({ verifies: true, mails: 2 });
    const codes = [];
    for (let i = 0; i < 3; i++) codes.push((await register(application())).status);
    expect(codes).toEqual([200, 200, 429]);
    expect(links()).toHaveLength(2);
  });

  it('fails when the mail cannot be sent, and sends it to who tries again', async () => {
    const { register, links, ses, log } = await engine({ verifies: true });
    ses.on(SendEmailCommand).rejectsOnce(new Error('SES is down')).resolves({});
    const failed = await register(application());
    expect(failed.status).toBe(500);
    expect(JSON.stringify(failed.body)).not.toContain('SES');
    expect(log.error).toHaveBeenCalledOnce();
    expect((await register(application())).status).toBe(200);
    expect(links()).toHaveLength(2);
  });
});

describe('logging in', () => {
  it('refuses a wrong password and an unknown email in the same words', async () => {
    const { register, logIn: enter } = await engine();
    await register(application());
    const wrong = await enter({ ...ADA, password: 'wrong horse' });
    const unknown = await enter({ ...ADA, email: 'eve@example.com' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.body.message).toBe('The email or the password is wrong.');
  });

  it('answers another token, which works, after the secret behind the tokens was replaced', async () => {
    const { register, logIn: enter, showUser: show, replaceTokenKey } = await engine();
    await register(application());
    const before = (await enter(ADA)).body.data.api_token;
    replaceTokenKey();
    const after = (await enter(ADA)).body.data.api_token;
    expect(after).not.toBe(before);
    expect((await show(after)).body.data.api_token).toBe(after);
  });

  it('refuses missing fields by field', async () => {
    const { logIn: enter } = await engine();
    const { status, body } = await enter({ email: 'ada@example.com', password: '' });
    expect([status, body.message]).toEqual([400, { password: ['The password field is required.'] }]);
  });

  it('refuses further attempts from an address that guesses, and lets the owner in from another', async () => {
    const { register, logIn: enter, clock } = await engine({ attempts: 3 });
    await register(application());
    for (let i = 0; i < 3; i++) await enter({ ...ADA, password: `guess ${i}` });
    const refused = await enter(ADA);
    expect([refused.status, refused.headers?.['retry-after']]).toEqual([429, '870']);
    expect((await enter(ADA, '203.0.113.9')).status).toBe(200);
    clock.now = new Date(clock.now.getTime() + 870_000);
    expect((await enter(ADA)).status).toBe(200);
  });
});

describe('showing and changing an account', () => {
  it('turns premium and long file names on and off, as often as it is asked', async () => {
    const {
      enablePremium: on,
      disablePremium: off,
      enableLongFilenames: long,
      register,
      logIn: enter,
    } = await engine();
    await register(application());
    const { api_token } = (await enter(ADA)).body.data;
    for (const turn of [on, on, long]) {
      expect((await turn({ api_token })).body).toEqual({ success: true, message: 'successfully enabled' });
    }
    expect((await enter(ADA)).body.data).toMatchObject({ premium_enabled: 1, long_filenames_enabled: 1 });
    expect((await off({ api_token })).body).toEqual({ success: true, message: 'successfully disabled' });
    expect((await enter(ADA)).body.data).toMatchObject({ premium_enabled: 0, long_filenames_enabled: 1 });
  });

  it('refuses wrong tokens with 400', async () => {
    const { enablePremium: on, showUser: show } = await engine();
    expect((await on({})).status).toBe(400);
    expect((await on({ api_token: 'nobody' })).status).toBe(400);
    expect((await show('nobody')).status).toBe(400);
  });

  it("shows the owner's account with the owner's token", async () => {
    const { showUser: show } = await engine();
    const { body } = await show(OWNER_TOKEN);
    expect(showUserCall.reply.parse(body).data).toMatchObject({
      api_token: OWNER_TOKEN,
      premium_minutes: 1_000_000_000,
      premium_enabled: 1,
    });
  });

  it('lists what runs, the newest first, and nothing that has ended', async () => {
    const { showUser: show, accountsTable } = await engine();
    const put = (Item: Record<string, unknown>) =>
      tables.documents.send(new PutCommand({ TableName: accountsTable, Item }));
    for (const [number, minute] of [
      ['1', '01'],
      ['2', '02'],
      ['3', '03'],
      ['4', '03'],
    ] as const) {
      const createdAt = `2026-08-12T11:${minute}:00.000Z`;
      const hash = `hash-${number}`;
      const line = { number: Number(number), hash, sepType: 44, createdAt, updatedAt: createdAt, credits: 2 };
      await put({ ...accountKeys.history('owner', createdAt, Number(number)), ...line });
      if (number !== '3')
        await put({ ...accountKeys.current('owner', createdAt, hash), hash, number: Number(number) });
    }
    const { body } = await show(OWNER_TOKEN);
    const queue = showUserCall.reply.parse(body).data.current_queue;
    expect(queue.map(({ id }) => id)).toEqual([4, 2, 1]);
    expect(queue[0]).toMatchObject({
      hash: 'hash-4',
      job_exists: true,
      credits: 2,
      created_at: '2026-08-12 11:03:00',
    });
  });
});
