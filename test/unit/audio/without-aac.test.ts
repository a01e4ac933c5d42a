import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const FIXTURES = 'test/unit/audio/fixtures';

/** Decodes a file in a process of its own, in which the optional package cannot be found, and answers what it says. */
async function decodeWithoutAac(file: string): Promise<string> {
  const program = `
    import { readFileSync } from 'node:fs';
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve: (name, context, next) => next(name === '@audio/decode-aac' ? '@audio/not-installed' : name, context),
    });
    const { decodeAudio } = await import('./shared/audio/decode-audio.ts');
    const say = ({ name, message }) => name + ': ' + message;
    console.log(await decodeAudio(readFileSync('${FIXTURES}/${file}')).then(({ sampleRate }) => sampleRate, say));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  return stdout.trim();
}

describe('a server without the optional decoder of AAC', () => {
  it('says of an M4A file what to do instead', async () => {
    expect(await decodeWithoutAac('two-tones.m4a')).toMatch(
      /^UnusableAudio: .*without the optional decoder for AAC.*Convert the file to WAV/,
    );
  });

  it('reads every other format', async () => {
    expect(Number(await decodeWithoutAac('two-tones.ogg'))).toBeGreaterThan(0);
  });
});
