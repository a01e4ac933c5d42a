import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeAssembly } from '../../infra/start/assembly.ts';
import { runLocalProduct } from '../../infra/start/local-product.ts';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { formOf } from '../end-to-end/form-of.ts';
import { waitFor } from '../end-to-end/wait-for.ts';
import { WireClient } from '../wire/wire-client.ts';
import { printTable } from './print-table.ts';

const WARM_UP_REQUESTS = 40;
const REQUESTS = 400;
const CONNECTIONS = [1, 8];

/**
 * Boots both stacks, separates one song, and prints how many calls of `get` (of a separation that is done) and of
 * `algorithms` the Engine answers a second, and how long they take, one after the other and eight at once.
 */
export async function benchRequests(): Promise<void> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'bench-'));
  const assembly = await synthesizeAssembly('.local/bench');
  const { cloud, engineUrl, engineToken } = await runLocalProduct({ dataDirectory, assembly });
  try {
    const hash = await separateOne(engineUrl, engineToken);
    const rows = [];
    for (const path of [`separation/get?hash=${hash}`, 'app/algorithms']) {
      for (const connections of CONNECTIONS) {
        await measure(`${engineUrl}/api/${path}`, connections, WARM_UP_REQUESTS);
        const figures = await measure(`${engineUrl}/api/${path}`, connections, REQUESTS);
        rows.push([path.replace(/\?.*/, ''), String(connections), ...figures]);
      }
    }
    printTable('Calls of the API, warm', [['call', 'connections', 'a second', 'p50', 'p95'], ...rows]);
  } finally {
    await cloud.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

async function separateOne(engineUrl: string, engineToken: string): Promise<string> {
  const { mix, sampleRate } = synthesizeSong({ seconds: 1 });
  const audiofile = wavFile(mix, sampleRate);
  const wire = new WireClient(engineUrl);
  const form = formOf({ audiofile, api_token: engineToken, sep_type: '55', output_format: '1' });
  const { data } = await wire.answer('separation/create', { form });
  await waitFor(wire, data.hash, 'done');
  return data.hash;
}

/** Requests a second, and the median and 95th percentile of their durations. */
async function measure(url: string, connections: number, requests: number): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const durations: number[] = [];
  const start = performance.now();
  let left = requests;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) durations.push(await timeOne(url, agent));
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  durations.sort((a, b) => a - b);
  const percentile = (part: number) =>
    `${(durations[Math.floor(durations.length * part)] ?? 0).toFixed(1)} ms`;
  return [(requests / seconds).toFixed(0), percentile(0.5), percentile(0.95)];
}

function timeOne(url: string, agent: Agent): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - start);
        else reject(new Error(`The Engine answered with ${response.statusCode}.`));
      });
    }).on('error', reject);
  });
}
