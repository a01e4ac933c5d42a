import { writableFormat } from '../../functions/engine/write-stem/writable-format.ts';
import { synthesizeSong } from '../audio/synthesize-song.ts';

/** As long as a chunk of the Engine. */
const BLOCK_SECONDS = 30;
const RATE = 44_100;

/** Encodes a stem of so many minutes in a process of its own, and says in a line of JSON what it took. */
const [format = '1', minutes = '1'] = process.argv.slice(2);
const { mix } = synthesizeSong({ seconds: BLOCK_SECONDS, seed: 1 });
const { encoder } = writableFormat(Number(format));
const blocks = Math.ceil((Number(minutes) * 60) / BLOCK_SECONDS);
let bytes = 0;
const before = process.cpuUsage();
await encoder.encode(
  {
    channels: 2,
    sampleRate: RATE,
    length: blocks * BLOCK_SECONDS * RATE,
    tags: {},
    blocks: (async function* () {
      // Copies, since every chunk is read anew.
      for (let block = 0; block < blocks; block++) yield mix.map((channel) => channel.slice());
    })(),
  },
  {
    append: async (piece) => {
      bytes += piece.length;
    },
    rewrite: () => undefined,
  },
);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    bytes,
    cpuSeconds: (user + system) / 1e6,
    seconds: blocks * BLOCK_SECONDS,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
