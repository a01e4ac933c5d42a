import { describe, expect, it } from 'vitest';
import { readTags } from '../../../shared/audio/tags/read-tags.ts';
import { riffChunk } from '../../../shared/audio/tags/riff-info.ts';
import { wavFile } from '../../audio/wav-file.ts';

/** A WAV file with a title in its oldest kind of tag, which does not say how it is written. */
function titled(title: Buffer): Blob {
  const sound = wavFile([new Float32Array(100)], 44_100);
  const info = riffChunk('LIST', Buffer.concat([Buffer.from('INFO'), riffChunk('INAM', title)]));
  const file = Buffer.concat([sound, info]);
  file.writeUInt32LE(file.length - 8, 4);
  return new Blob([file]);
}

describe('readTags', () => {
  it.each([
    ['UTF-8', 'Älgen – 北', Buffer.from('Älgen – 北\0')],
    ['Latin-1', 'Älgen', Buffer.from('Älgen\0', 'latin1')],
    ['ASCII', 'Elk', Buffer.from('Elk\0')],
  ])('reads the title of a WAV file in %s', async (_, title, bytes) => {
    expect((await readTags(titled(bytes))).tags).toEqual({ title });
  });
});
