import type { LookupAddress } from 'node:dns';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import { openRemote, type RemoteType } from '../../../shared/remote/open-remote.ts';
import { remoteOptions, remoteServer } from './remote-server.ts';

const DRIVE_ID = '1AbC_dEf-1234567890';
const MEGA_KEY = Buffer.alloc(32, 7).toString('base64url');

/** A link of each kind on a test's server, none of which is ever told to others. */
const LINKS: Readonly<Record<RemoteType, string>> = {
  direct: '/s3cret/song.wav?sig=s3cret',
  dropbox: '/scl/fi/s3cret/song.wav?rlkey=s3cret&dl=0',
  drive: `/file/d/${DRIVE_ID}/view?resourcekey=s3cret`,
  mega: `/file/AbCd1234#${MEGA_KEY}`,
};
const TYPES = ['direct', 'dropbox', 'drive', 'mega'] as const;

describe('a direct link', () => {
  it('answers name, size and bytes', async () => {
    const origin = await remoteServer((_request, response) => {
      response.setHeader('content-disposition', 'attachment; filename="real.wav"');
      response.setHeader('content-length', 6).end('a song');
    });
    const opened = await openRemote(remoteOptions('direct', origin, '/link.mp3'));
    expect(opened).toMatchObject({ name: 'real.wav', bytes: 6 });
    expect(await text(opened.body)).toBe('a song');
  });

  it("falls back to the link's own name, then to that of where it ended", async () => {
    const origin = await remoteServer((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/end.flac' }).end();
      else response.writeHead(200).write('a song', () => response.end());
    });
    const plain = await openRemote(remoteOptions('direct', origin, '/my%20song.wav?x=1'));
    expect(plain.name).toBe('my song.wav');
    plain.body.destroy();
    const moved = await openRemote(remoteOptions('direct', origin, '/moved'));
    expect(moved).toMatchObject({ name: 'end.flac', bytes: undefined });
    moved.body.destroy();
  });

  it('refuses a web page, and accepts HTML as an attachment', async () => {
    const origin = await remoteServer((request, response) => {
      if (request.url === '/a') response.setHeader('content-disposition', 'attachment; filename=a.wav');
      response.setHeader('content-type', 'text/html; charset=utf-8').end('<html>');
    });
    await expect(openRemote(remoteOptions('direct', origin, '/watch'))).rejects.toThrow(
      'leads to a web page',
    );
    const opened = await openRemote(remoteOptions('direct', origin, '/a'));
    opened.body.destroy();
  });
});

describe('a Dropbox link', () => {
  it('is asked for as a download and followed to where the file is', async () => {
    const asked: (string | undefined)[] = [];
    const origin = await remoteServer((request, response) => {
      asked.push(request.url);
      if (asked.length === 1) response.writeHead(301, { location: `/scl/fi/id/song.wav?rlkey=k&dl=1` }).end();
      else if (asked.length === 2) response.writeHead(302, { location: '/cd/0/get/xyz/file?dl=1' }).end();
      else
        response.setHeader('content-disposition', "attachment; filename*=UTF-8''my%20song.wav").end('a song');
    });
    const opened = await openRemote(remoteOptions('dropbox', origin, '/s/id/song.wav?dl=0'));
    expect(opened.name).toBe('my song.wav');
    expect(await text(opened.body)).toBe('a song');
    expect(asked[0]).toBe('/s/id/song.wav?dl=1');
  });

  it('refuses the page of a file with a password', async () => {
    const origin = await remoteServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<html>Enter password'),
    );
    await expect(openRemote(remoteOptions('dropbox', origin, '/s/id/song.wav'))).rejects.toThrow(
      'without a password',
    );
  });
});

describe('a Google Drive link', () => {
  const warning = (action: string) => `<html><title>Google Drive - Virus scan warning</title>
    <form id="download-form" action="${action}" method="get"><input type="submit" value="Download anyway"/>
    <input type="hidden" name="id" value="${DRIVE_ID}"><input type="hidden" name="confirm" value="t">
    <input type="hidden" name="uuid" value="u-1&amp;2"></form><input name="outside" value="1"></html>`;
  const page = { 'content-type': 'text/html; charset=utf-8' };

  it('confirms beforehand', async () => {
    const origin = await remoteServer((request, response) => {
      expect(request.url).toBe(`/download?id=${DRIVE_ID}&export=download&confirm=t&resourcekey=0-a`);
      response.setHeader('content-disposition', 'attachment; filename="song.wav"');
      response.setHeader('content-length', 6).end('a song');
    });
    const opened = await openRemote(
      remoteOptions('drive', origin, `/file/d/${DRIVE_ID}/view?resourcekey=0-a`),
    );
    expect(opened).toMatchObject({ name: 'song.wav', bytes: 6 });
    expect(await text(opened.body)).toBe('a song');
  });

  it('sends the form of the warning once', async () => {
    const asked: string[] = [];
    const origin = await remoteServer((request, response) => {
      asked.push(request.url ?? '');
      if (asked.length === 1) response.writeHead(200, page).end(warning('/large?a=1&amp;b=2'));
      else response.end('a song');
    });
    const opened = await openRemote(remoteOptions('drive', origin, `/open?id=${DRIVE_ID}`));
    expect(await text(opened.body)).toBe('a song');
    expect(asked[1]).toBe(`/large?a=1&b=2&id=${DRIVE_ID}&confirm=t&uuid=u-1%262`);
  });

  it('gives up when the form leads to another page', async () => {
    let asked = 0;
    const origin = await remoteServer((_request, response) => {
      asked++;
      response.writeHead(200, page).end(warning('/download'));
    });
    await expect(openRemote(remoteOptions('drive', origin, `/open?id=${DRIVE_ID}`))).rejects.toThrow(
      RefusedUrl,
    );
    expect(asked).toBe(2);
  });

  it('refuses a form that leads into a private network', async () => {
    const origin = await remoteServer((_request, response) =>
      response.writeHead(200, page).end(warning('http://169.254.169.254/latest/meta-data/')),
    );
    await expect(openRemote(remoteOptions('drive', origin, `/open?id=${DRIVE_ID}`))).rejects.toThrow(
      'private address',
    );
  });

  it('says that a quota is used up, and that a file is not public', async () => {
    const origin = await remoteServer((request, response) => {
      const quota = request.url?.includes('quota') ?? false;
      response
        .writeHead(200, page)
        .end(quota ? '<title>Google Drive - Quota exceeded</title>' : '<html>Sign in');
    });
    await expect(openRemote(remoteOptions('drive', origin, '/open?id=quota-1234'))).rejects.toThrow(
      'too often today',
    );
    await expect(openRemote(remoteOptions('drive', origin, '/open?id=private-1234'))).rejects.toThrow(
      'Anyone with the link',
    );
  });

  it('stops reading an endless page', async () => {
    const origin = await remoteServer((_request, response) => {
      response.writeHead(200, page);
      const more = () => {
        while (response.write(Buffer.alloc(65_536, 32)));
      };
      response.on('drain', more);
      more();
    });
    await expect(openRemote(remoteOptions('drive', origin, `/open?id=${DRIVE_ID}`))).rejects.toThrow(
      RefusedUrl,
    );
  });
});

describe.each(TYPES)('every kind of link: %s', (type) => {
  it.each([
    [404, RefusedUrl],
    [403, RefusedUrl],
    [429, UnreachableUrl],
    [500, UnreachableUrl],
    [503, UnreachableUrl],
  ])('tells what %i means', async (status, kind) => {
    const origin = await remoteServer((_request, response) => response.writeHead(status).end());
    // The API of Mega never answers 4xx about a file: there it is out of order.
    const expected = type === 'mega' ? UnreachableUrl : kind;
    await expect(openRemote(remoteOptions(type, origin, LINKS[type]))).rejects.toThrow(expected);
  });

  it('refuses a private address', async () => {
    const origin = await remoteServer((_request, response) => response.end('secret'));
    const options = { ...remoteOptions(type, origin, LINKS[type]), allowedPrivateOrigins: [] };
    await expect(openRemote(options)).rejects.toThrow('private address');
  });

  it('refuses a redirect into a private network', async () => {
    const origin = await remoteServer((_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
    );
    await expect(openRemote(remoteOptions(type, origin, LINKS[type]))).rejects.toThrow('private address');
  });

  it('refuses a name that turns private when the connection is made', async () => {
    let asked = 0;
    const resolve = (_name: string, _options: object, done: (error: null, all: LookupAddress[]) => void) => {
      asked++;
      done(null, [{ address: '10.0.0.7', family: 4 }]);
    };
    const options = remoteOptions(type, 'http://rebinding.example', LINKS[type]);
    const rebinding = openRemote({ ...options, allowedPrivateOrigins: [], resolve });
    await expect(rebinding).rejects.toThrow('private address');
    expect(asked).toBe(1);
  });

  it('names no path, query or key in what it says', async () => {
    const answers = [404, 500, 302];
    for (const status of answers) {
      const origin = await remoteServer((_request, response) =>
        response.writeHead(status, { location: 'http://10.0.0.1/s3cret' }).end(),
      );
      const error = await openRemote(remoteOptions(type, origin, LINKS[type])).catch(
        (reason: unknown) => reason,
      );
      for (const secret of ['s3cret', MEGA_KEY, DRIVE_ID]) expect(String(error)).not.toContain(secret);
    }
  });
});

describe.each(['direct', 'dropbox', 'drive'] as const)('the bytes of a %s link', (type) => {
  it('fail as retryable when the connection is cut', async () => {
    const origin = await remoteServer((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('part', () => response.destroy());
    });
    const opened = await openRemote(remoteOptions(type, origin, LINKS[type]));
    expect(opened.bytes).toBe(1000);
    await expect(buffer(opened.body)).rejects.toThrow(UnreachableUrl);
  });
});
