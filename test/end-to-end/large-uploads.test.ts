import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { LARGEST_UPLOAD_BYTES } from '../../infra/engine/upload-limit.ts';
import { type LocalProduct, runLocalProduct } from '../../infra/start/local-product.ts';
import { wavFile } from '../audio/wav-file.ts';

const refusal = z.strictObject({
  success: z.literal(false),
  errors: z.tuple([z.string()]),
  message: z.string(),
  data: z.strictObject({ message: z.string() }),
});
const created = z.object({ success: z.literal(true), data: z.object({ hash: z.string() }) });

let directory: string;
let product: LocalProduct;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'large-uploads-'));
  product = await runLocalProduct({
    dataDirectory: join(directory, 'data'),
    assembly: inject('assembly'),
    unlimitedUploads: true,
  });
});
afterAll(async () => {
  await product.cloud.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A WAV file of silence with so many bytes, sent as people send one. */
async function upload(address: string, path: string, bytes: number, ...more: readonly string[]) {
  const file = join(directory, 'song.wav');
  const channel = new Float32Array(Math.floor((bytes - 44) / 4));
  writeFileSync(file, wavFile([channel, channel], 44_100));
  const fields = [`audiofile=@${file}`, `api_token=${product.engineToken}`, 'sep_type=55', 'output_format=1'];
  const form = fields.flatMap((field) => ['--form', field]);
  const { stdout: output } = await promisify(execFile)('curl', [
    '--silent',
    '--show-error',
    '--write-out',
    '\n%{http_code} %{content_type}',
    ...form,
    ...more,
    address + path,
  ]);
  const end = output.lastIndexOf('\n');
  const body: unknown = JSON.parse(output.slice(0, end));
  return { outcome: output.slice(end + 1), body };
}

describe('an upload over the limits of API Gateway and Lambda', () => {
  it.each(['/api/separation/create', '/api/quality_checker/add'])(
    'to %s is a 413 that names the way out, whether or not curl waits to be told to go on',
    async (path) => {
      for (const expects of [[], ['--header', 'Expect:']]) {
        const { outcome, body } = await upload(product.engineUrl, path, 60_000_000, ...expects);
        expect(outcome).toBe('413 application/json');
        expect(refusal.parse(body).message).toMatch(/4\.4 MB.*url=/);
      }
    },
  );

  it('is taken where the limits are lifted', async () => {
    // Behind CloudFront, whose function is what a template for unlimited uploads leaves out.
    const { outcome, body } = await upload(
      product.cloud.address('Engine/Api'),
      '/api/separation/create',
      60_000_000,
    );
    expect(outcome).toBe('200 application/json');
    expect(created.parse(body).data.hash).toMatch(/-song\.wav$/);
  });
});

it('takes an upload that is just within the limit', async () => {
  const { outcome } = await upload(product.engineUrl, '/api/separation/create', LARGEST_UPLOAD_BYTES - 2000);
  expect(outcome).toBe('200 application/json');
});
