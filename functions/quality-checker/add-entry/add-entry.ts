import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { OWNER_ID } from '../../../shared/engine/accounts/account.ts';
import { hashPassword } from '../../../shared/engine/accounts/password.ts';
import { requireAllowance } from '../../../shared/engine/http/require-allowance.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import type { CallCounter } from '../../../shared/http/call-counter.ts';
import type { UploadedFile } from '../../../shared/mvsep/server/call-request.ts';
import type { Dataset } from '../../../shared/quality-checker/dataset.ts';
import type { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import type { EntryTable } from '../../../shared/quality-checker/entry-table.ts';
import type { QualityEntry } from '../../../shared/quality-checker/quality-entry.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';

export interface AddEntryDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly sfn: SFNClient;
  readonly workflowArn: string;
  readonly entries: Pick<EntryTable, 'nextId' | 'create' | 'delete'>;
  readonly datasets: Pick<DatasetStore, 'find' | 'list'>;
  /** Counts entries by account: each may be a download of gigabytes, and nobody pays for it. */
  readonly submissions: Pick<CallCounter, 'count'>;
  /** What links begin with. */
  readonly engineUrl: string;
  readonly now: () => Date;
}

/** The fields of the form, checked. */
export interface NewEntry {
  readonly algo_name: string;
  readonly main_text: string;
  readonly dataset_type: number;
  readonly ensemble: number;
  readonly password: string;
  readonly url?: string | undefined;
}

export interface AddedEntry {
  readonly success: true;
  readonly data: { readonly id: number; readonly link: string };
}

/**
 * Takes a zip of separated stems, or a link to one, and queues its evaluation.
 *
 * @throws CallRefusal 400 without a zip, or for a dataset that is not installed; 429 after too many entries of
 *   one account. The owner may send any number.
 */
export async function addEntry(
  deps: AddEntryDeps,
  fields: NewEntry,
  accountId: string,
  zipfile: UploadedFile | undefined,
): Promise<AddedEntry> {
  if (zipfile === undefined && fields.url === undefined) {
    throw new CallRefusal(
      400,
      'The zipfile field is required. For a zip over 4.4 MB send a link to it as url instead.',
    );
  }
  const dataset = await installedDataset(deps.datasets, fields.dataset_type);
  if (accountId !== OWNER_ID) {
    await requireAllowance(deps.submissions, `QUALITY#${accountId}`, deps.now(), 'entries');
  }
  const id = await deps.entries.nextId();
  if (zipfile !== undefined) {
    const Key = qualityKeys.submission(id);
    await deps.s3.send(new PutObjectCommand({ Bucket: deps.bucket, Key, Body: zipfile.bytes }));
  }
  const entry = await newEntry(fields, { id, dataset, accountId, createdAt: deps.now().toISOString() });
  await deps.entries.create(zipfile === undefined ? { ...entry, url: fields.url } : entry);
  await startEvaluation(deps, entry);
  return { success: true, data: { id, link: `${deps.engineUrl}/api/quality_checker/entry?id=${id}` } };
}

async function installedDataset(datasets: AddEntryDeps['datasets'], type: number): Promise<Dataset> {
  const dataset = await datasets.find(type);
  if (dataset !== undefined) return dataset;
  const installed = (await datasets.list()).map((each) => `${each.type} (${each.name})`);
  throw new CallRefusal(
    400,
    installed.length === 0
      ? 'No dataset is installed here. Ask the operator for one.'
      : `There is no dataset_type ${type} here. Use one of ${installed.join(', ')}.`,
  );
}

async function newEntry(
  fields: NewEntry,
  given: {
    readonly id: number;
    readonly dataset: Dataset;
    readonly accountId: string;
    readonly createdAt: string;
  },
): Promise<QualityEntry> {
  const { id, dataset, accountId, createdAt } = given;
  return {
    id,
    datasetType: dataset.type,
    datasetName: dataset.name,
    stems: dataset.stems,
    algoName: fields.algo_name,
    mainText: fields.main_text,
    isEnsemble: fields.ensemble === 1,
    accountId,
    passwordHash: await hashPassword(fields.password),
    state: 'queued',
    createdAt,
  };
}

/** An entry whose evaluation cannot be started is taken back: whoever sent it is told, and may send it again. */
async function startEvaluation(deps: AddEntryDeps, entry: QualityEntry): Promise<void> {
  try {
    await deps.sfn.send(
      new StartExecutionCommand({
        stateMachineArn: deps.workflowArn,
        name: `entry-${entry.id}`,
        input: JSON.stringify({ id: entry.id }),
      }),
    );
  } catch (error) {
    await deps.entries.delete(entry);
    throw error;
  }
}
