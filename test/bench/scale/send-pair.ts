import * as z from 'zod';
import { formOf } from '../../end-to-end/form-of.ts';
import type { TestEngine } from '../../end-to-end/test-engine.ts';
import { encodeLong } from './encode-long.ts';

const MP3 = 0;
const WAV = 1;
const MATCHERING = 68;

const created = z.object({ data: z.object({ hash: z.string() }) });

/** Has two songs of so many minutes compared, as MP3 files. Their Engine has to take uploads of any size. */
export async function sendPair(engine: TestEngine, minutes: number): Promise<string> {
  const form = formOf(
    {
      api_token: engine.ownerToken,
      sep_type: String(MATCHERING),
      output_format: String(WAV),
      target_audiofile: await songFile(minutes, 0),
      reference_audiofile: await songFile(minutes, 1),
    },
    'song.mp3',
  );
  const address = `${engine.cloud.address('Engine/Api')}/api/separation/create`;
  const answer = await fetch(address, { method: 'POST', body: form });
  return created.parse(await answer.json()).data.hash;
}

async function songFile(minutes: number, first: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const file = {
    // Copies: encoders may use their memory again.
    append: async (bytes: Uint8Array) => void pieces.push(Buffer.from(bytes)),
    rewrite(position: number, bytes: Uint8Array) {
      const whole = Buffer.concat(pieces);
      whole.set(bytes, position);
      pieces.splice(0, pieces.length, whole);
    },
  };
  await encodeLong(file, { minutes, format: MP3, first });
  return Buffer.concat(pieces);
}
