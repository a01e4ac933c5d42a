import { S3Client } from '@aws-sdk/client-s3';
import { LARGEST_DATASET_TYPE, LONGEST_DATASET_NAME } from '../../shared/quality-checker/dataset.ts';
import type { DatasetSource } from '../../shared/quality-checker/dataset-source.ts';
import { DatasetStore } from '../../shared/quality-checker/dataset-store.ts';
import { qualityKeys } from '../../shared/quality-checker/quality-keys.ts';
import { storeDataset } from '../../shared/quality-checker/store-dataset.ts';
import { SYNTH_DATASET, synthDataset } from '../../shared/quality-checker/synth-dataset.ts';
import type { Command, CommandCall } from '../command-line/command.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { datasetFolder } from './dataset-folder.ts';

/** Brings the true stems that the quality checker compares with. */
export const installDataset: Command = {
  name: 'install-dataset',
  usage: 'install-dataset <folder> --type <number> --name <name>  |  --synth',
  summary: 'give the quality checker a dataset: song/stem.wav or song_stem.wav, WAV or FLAC',
  options: {
    type: { type: 'string', help: ['--type <number>', `its dataset_type, 0 to ${LARGEST_DATASET_TYPE}`] },
    name: { type: 'string', help: ['--name <name>', 'its dataset_name'] },
    synth: { type: 'boolean', help: ['--synth', 'the small dataset that comes with the Engine, as type 0'] },
    replace: { type: 'boolean', help: ['--replace', 'takes the place of the dataset of that type'] },
  },
  async run(call) {
    const { named, source } = await wanted(call);
    const deployment = await call.deployment();
    const bucket = deployment.output('BucketName');
    const s3 = new S3Client(deployment.clientSettings());
    const installed = await new DatasetStore(s3, bucket).find(named.type);
    if (installed !== undefined && !call.flag('replace')) {
      throw new WrongUsage(
        `The dataset ${named.type} is installed already (${installed.name}). Use another --type, or --replace it.`,
      );
    }
    const { songs, stems } = await storeDataset({ s3, bucket }, named, source);
    call.print(
      `${named.name} is dataset_type ${named.type}: ${songs.length} songs with ${stems.join(', ')}. ` +
        `The mixtures lie under ${qualityKeys.mixture(named.type, '…')}.`,
    );
  },
};

async function wanted(
  call: CommandCall,
): Promise<{ named: { type: number; name: string }; source: DatasetSource }> {
  if (call.flag('synth')) return { named: SYNTH_DATASET, source: synthDataset() };
  const [folder] = call.words;
  const name = call.option('name');
  const type = Number(call.option('type'));
  if (folder === undefined || name === undefined || !/^\d+$/.test(call.option('type') ?? '')) {
    throw new WrongUsage('Say which folder, and its --type (a number) and --name; or --synth.');
  }
  if (type > LARGEST_DATASET_TYPE) {
    throw new WrongUsage(`--type takes a number from 0 to ${LARGEST_DATASET_TYPE}, not ${type}.`);
  }
  if (name === '' || name.length > LONGEST_DATASET_NAME) {
    throw new WrongUsage(`--name takes 1 to ${LONGEST_DATASET_NAME} characters.`);
  }
  return { named: { type, name }, source: await datasetFolder(folder) };
}
