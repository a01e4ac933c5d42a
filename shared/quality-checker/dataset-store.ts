import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { type Dataset, dataset } from './dataset.ts';
import { qualityKeys } from './quality-keys.ts';

/** The datasets that an operator has installed, as they stand in the bucket. */
export class DatasetStore {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  /** A dataset by its type; undefined when none of that type is installed. */
  async find(type: number): Promise<Dataset | undefined> {
    try {
      const get = new GetObjectCommand({ Bucket: this.#bucket, Key: qualityKeys.dataset(type) });
      const { Body } = await this.#s3.send(get);
      if (Body === undefined) throw new Error('S3 answered a dataset without a body.');
      return dataset.parse(JSON.parse(await Body.transformToString()));
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** Every installed dataset, by type. */
  async list(): Promise<Dataset[]> {
    const { CommonPrefixes = [] } = await this.#s3.send(
      new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: qualityKeys.datasets, Delimiter: '/' }),
    );
    const types = CommonPrefixes.flatMap(({ Prefix = '' }) => {
      const type = Number(Prefix.slice(qualityKeys.datasets.length, -1));
      return Number.isInteger(type) ? [type] : [];
    });
    const found = await Promise.all(types.sort((a, b) => a - b).map((type) => this.find(type)));
    return found.filter((each) => each !== undefined);
  }
}
