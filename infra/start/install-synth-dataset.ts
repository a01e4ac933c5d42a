import { S3Client } from '@aws-sdk/client-s3';
import { DatasetStore } from '../../shared/quality-checker/dataset-store.ts';
import { storeDataset } from '../../shared/quality-checker/store-dataset.ts';
import { SYNTH_DATASET, synthDataset } from '../../shared/quality-checker/synth-dataset.ts';
import type { LocalCloud } from '../local/local-cloud.ts';
import { clientSettings } from './client-settings.ts';
import { output } from './output.ts';

/** Gives the quality checker of the local Engine the dataset that comes with it, unless it has one already. */
export async function installSynthDataset(cloud: LocalCloud): Promise<void> {
  const s3 = new S3Client(clientSettings(cloud));
  try {
    const bucket = output(cloud, 'Engine', 'BucketName');
    if ((await new DatasetStore(s3, bucket).find(SYNTH_DATASET.type)) !== undefined) return;
    await storeDataset({ s3, bucket }, SYNTH_DATASET, synthDataset());
  } finally {
    s3.destroy();
  }
}
