import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { synthesizeAssembly } from '../../infra/start/assembly.ts';
import { clientSettings } from '../../infra/start/client-settings.ts';
import { type LocalProduct, runLocalProduct } from '../../infra/start/local-product.ts';
import { output } from '../../infra/start/output.ts';
import { addQualityEntry } from '../../shared/mvsep/contract/add-quality-entry.ts';
import { showQualityEntry } from '../../shared/mvsep/contract/show-quality-entry.ts';
import type { DatasetSource } from '../../shared/quality-checker/dataset-source.ts';
import { storeDataset } from '../../shared/quality-checker/store-dataset.ts';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { honestZip } from '../unit/quality-checker/zips.ts';
import { printTable } from './print-table.ts';

const STEMS = ['drums', 'other'] as const;
const RATE = 44_100;

/** How many songs of how many minutes, under which `dataset_type`. The long one shows that memory does not grow. */
const DATASETS = [
  { type: 10, songs: 4, minutes: 1 },
  { type: 11, songs: 1, minutes: 10 },
] as const;

/** Evaluates zips of stereo songs with two stems each, and prints what it took. */
export async function benchEvaluation(): Promise<void> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'bench-'));
  const product = await runLocalProduct({
    dataDirectory,
    assembly: await synthesizeAssembly('.local/bench'),
  });
  try {
    const rows = [];
    for (const dataset of DATASETS) rows.push(await benchDataset(product, dataset));
    printTable('Evaluation of a zip, two stems a song', [
      ['dataset', 'whole', 'a minute of music', 'peak memory of evaluate-song'],
      ...rows,
    ]);
  } finally {
    await product.cloud.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

async function benchDataset(
  product: LocalProduct,
  { type, songs, minutes }: (typeof DATASETS)[number],
): Promise<string[]> {
  const s3 = new S3Client(clientSettings(product.cloud));
  const source = datasetOf(songs, minutes);
  const bucket = output(product.cloud, 'Engine', 'BucketName');
  await storeDataset({ s3, bucket }, { type, name: 'Bench' }, source);
  const place = { Bucket: product.bucket, Key: 'handoff/bench.zip' };
  await s3.send(new PutObjectCommand({ ...place, Body: await zipOf(source) }));
  const url = await getSignedUrl(new S3Client(clientSettings(product.cloud)), new GetObjectCommand(place));
  const before = product.cloud.reports().length;
  const start = performance.now();
  await evaluate(product, { dataset_type: String(type), url });
  const seconds = (performance.now() - start) / 1000;
  const memory = product.cloud
    .reports()
    .slice(before)
    .flatMap(({ functionName, maxMemoryMegabytes = 0 }) =>
      functionName.includes('EvaluateSong') ? [maxMemoryMegabytes] : [],
    );
  return [
    `${songs} × ${minutes} min`,
    `${seconds.toFixed(1)} s`,
    `${(seconds / songs / minutes).toFixed(2)} s`,
    `${Math.round(Math.max(...memory))} MB`,
  ];
}

/** The same minute over and over: what is heard does not matter here. */
function datasetOf(songs: number, minutes: number): DatasetSource {
  const { stems } = synthesizeSong({ seconds: 60, sampleRate: RATE });
  const repeated = Object.fromEntries(
    STEMS.map((stem) => [
      stem,
      stems[stem].map((channel) =>
        Float32Array.from(
          { length: channel.length * minutes },
          (_, index) => channel[index % channel.length] ?? 0,
        ),
      ),
    ]),
  );
  return {
    stems: STEMS,
    songs: Array.from({ length: songs }, (_, index) => ({
      name: `song ${index}`,
      sampleRate: RATE,
      channels: 2,
      samples: 60 * RATE * minutes,
      encoding: 'int16',
      stem: async (name) => repeated[name] ?? [],
    })),
  };
}

async function zipOf({ songs, stems }: DatasetSource): Promise<Buffer> {
  const files: Record<string, Buffer> = {};
  for (const { name, stem } of songs) {
    for (const each of stems) files[`${name}/${each}.wav`] = wavFile(await stem(each), RATE);
  }
  return honestZip(files);
}

/** Adds an entry and waits until it is evaluated. */
async function evaluate(
  { engineUrl, engineToken }: LocalProduct,
  fields: Record<string, string>,
): Promise<void> {
  const body = new FormData();
  const order = {
    api_token: engineToken,
    algo_name: 'Bench',
    main_text: 'Bench',
    password: 'bench',
    ...fields,
  };
  for (const [name, value] of Object.entries(order)) body.append(name, value);
  const added = await fetch(`${engineUrl}/api/quality_checker/add`, { method: 'POST', body });
  const { link } = addQualityEntry.reply.parse(await added.json()).data;
  for (;;) {
    const { proc, msg } = showQualityEntry.reply.parse(await (await fetch(link)).json()).data;
    if (proc === 1 && msg === 'OK') return;
    if (proc === 1) throw new Error(`The evaluation failed: ${msg}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
