import { formOf } from './form-of.ts';
import { LONG_SONG } from './short-songs.ts';
import type { TestEngine } from './test-engine.ts';

/** As many as are separated at once with the settings of the local cloud. */
const SLOTS = 4;

/** Gives the Engine enough to do for some seconds, so that whatever comes next has to wait. */
export async function fillSlots(engine: TestEngine, token: string): Promise<readonly string[]> {
  const create = async (number: number) => {
    const fields = { audiofile: LONG_SONG, api_token: token, sep_type: '44', output_format: '1' };
    const form = formOf(fields, `long-${number}.wav`);
    return (await engine.wire.answer('separation/create', { form })).data.hash;
  };
  return Promise.all(Array.from({ length: SLOTS }, (_, number) => create(number)));
}
