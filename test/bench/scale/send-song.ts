import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { writableFormat } from '../../../functions/engine/write-stem/writable-format.ts';
import { output } from '../../../infra/start/output.ts';
import { storeGrowingFile } from '../../../shared/aws/store-growing-file.ts';
import { formOf } from '../../end-to-end/form-of.ts';
import type { TestEngine } from '../../end-to-end/test-engine.ts';
import { encodeLong } from './encode-long.ts';
import type { ScaleOrder } from './scale-order.ts';

/** A song that an Engine was sent by link. */
export interface SentSong {
  readonly megabytes: number;
  /** Of the link. */
  readonly shortHash: string;
}

/** Plays a long song into the bucket of an Engine, as its user's file, and has it separated by link, as the Pipeline does. */
export async function sendSong(
  engine: TestEngine,
  { minutes, inputFormat, outputFormat, sepType }: ScaleOrder,
): Promise<SentSong> {
  const { extension, contentType } = writableFormat(inputFormat);
  const place = {
    bucket: output(engine.cloud, 'Engine', 'BucketName'),
    key: `bench/song-of-${minutes}-minutes.${extension}`,
    contentType,
  };
  const bytes = await storeGrowingFile(engine.s3, place, (file) =>
    encodeLong(file, { minutes, format: inputFormat }),
  );
  const url = await getSignedUrl(engine.s3, new GetObjectCommand({ Bucket: place.bucket, Key: place.key }));
  const form = formOf({
    url,
    api_token: engine.ownerToken,
    sep_type: String(sepType),
    output_format: String(outputFormat),
  });
  const { data } = await engine.wire.answer('separation/create', { form });
  return { megabytes: bytes / 1e6, shortHash: data.hash };
}
