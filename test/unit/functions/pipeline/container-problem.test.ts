import { describe, expect, it } from 'vitest';
import { containerProblem } from '../../../../functions/pipeline/copy-stem/container-problem.ts';

function problem(extension: string, head: Buffer, { bytes = head.length, contentType = 'audio/x' } = {}) {
  return containerProblem({ extension, contentType, head, bytes });
}

const latin1 = (text: string) => Buffer.from(text.padEnd(64, '\0'), 'latin1');

/** A WAV header: chunks of a name, the size they declare, and the bytes they hold. */
function wav(chunks: readonly (readonly [string, number, Buffer])[], form = 'RIFF'): Buffer {
  const head = Buffer.alloc(12);
  head.write(`${form}\0\0\0\0WAVE`, 'latin1');
  return Buffer.concat([
    head,
    ...chunks.flatMap(([name, declared, body]) => {
      const header = Buffer.alloc(8);
      header.write(name, 'latin1');
      header.writeUInt32LE(declared, 4);
      return [header, body];
    }),
  ]);
}

const format = ['fmt ', 16, Buffer.alloc(16)] as const;

describe('the beginning of a file', () => {
  it.each([
    ['mp3', 'ID3\x04'],
    ['mp3', '\xff\xfb\x90\x64'],
    ['mp3', '\xff\xf3\x84'],
    ['flac', 'fLaC'],
    ['m4a', '\0\0\0\x20ftypM4A '],
    ['ogg', 'OggS'],
    ['mid', 'MThd'],
    ['zip', 'PK\x03\x04'],
    ['aiff', 'FORM\0\0\0\0AIFF'],
    ['txt', 'Some words, in any language'],
    ['json', '{"segments":[]}'],
    ['xyz', 'whatever'],
  ])('is accepted of a file named .%s (%j)', (extension, start) => {
    expect(problem(extension, latin1(start))).toBeUndefined();
  });

  it.each([
    ['mp3', '\xff\xe8'],
    ['mp3', '\xff\xf8'],
    ['mp3', 'OggS'],
    ['flac', 'ID'],
    ['m4a', 'ftyp'],
    ['wav', 'RIFF\0\0\0\0AVI '],
    ['mid', 'RIFF'],
  ])('is refused of a file named .%s (%j)', (extension, start) => {
    expect(problem(extension, latin1(start))).toContain(`no ${extension} file`);
  });

  it.each(['<!DOCTYPE html>', '  \n<HTML>', '\xef\xbb\xbf<html lang="de">', '<?xml version="1.0"?><Error>'])(
    'is refused of any file when it is a page (%j)',
    (start) => {
      for (const extension of ['mp3', 'txt', 'xyz'])
        expect(problem(extension, latin1(start))).toContain('web page');
    },
  );

  it('is refused of any file that the server itself calls a page', () => {
    expect(problem('txt', latin1('hello'), { contentType: 'Text/HTML; charset=utf-8' })).toContain(
      'web page',
    );
  });

  it.each(['{"error":"gone"}', ' {"success":false,"x":1}', '{"status":404,"message":"no"}'])(
    'is refused of a text when it is an error (%j)',
    (start) => {
      expect(problem('txt', latin1(start))).toContain('an error');
    },
  );
});

describe('the sound that a WAV promises', () => {
  const sound = Buffer.alloc(100);

  it.each([
    ['as much as there is', wav([format, ['data', 100, sound]])],
    ['more chunks behind it', wav([format, ['data', 80, sound]])],
    ['other chunks before it', wav([['LIST', 5, Buffer.alloc(6)], format, ['data', 100, sound]])],
    ['unknown, as streaming writers leave it', wav([format, ['data', 0xffffffff, sound]])],
    [
      'long, of the size of RF64',
      wav([['ds64', 28, ds64(100)], format, ['data', 0xffffffff, sound]], 'RF64'),
    ],
  ])('is accepted: %s', (_name, file) => {
    expect(problem('wav', file)).toBeUndefined();
  });

  it.each([
    ['more than there is', wav([format, ['data', 101, sound]])],
    [
      'more than there is, by RF64',
      wav([['ds64', 28, ds64(5e9)], format, ['data', 0xffffffff, sound]], 'RF64'),
    ],
  ])('is refused: %s', (_name, file) => {
    expect(problem('wav', file)).toContain('more than the file holds');
  });

  it('is refused when there is none in the whole file, and not asked for beyond what was read', () => {
    const empty = wav([format]);
    expect(problem('wav', empty)).toContain('no sound');
    expect(problem('wav', empty, { bytes: 1_000_000 })).toBeUndefined();
    const far = wav([['JUNK', 900_000, Buffer.alloc(50)]]);
    expect(problem('wav', far, { bytes: 1_000_000 })).toBeUndefined();
  });

  it('is judged by the length of the file, not of what was read of it', () => {
    expect(problem('wav', wav([format, ['data', 999_000, sound]]), { bytes: 1_000_000 })).toBeUndefined();
  });

  function ds64(bytes: number): Buffer {
    const body = Buffer.alloc(28);
    body.writeBigUInt64LE(BigInt(bytes), 8);
    return body;
  }
});
