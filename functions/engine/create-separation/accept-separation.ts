import { createHash, timingSafeEqual } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { longHash, shortHash } from '../../../shared/engine/engine-hash.ts';
import type { Form } from '../../../shared/engine/http/parse-form.ts';
import { type EngineRecord, RETENTION_HOURS } from '../../../shared/engine/separation-record.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { EngineRefusal } from '../../../shared/errors/engine-refusal.ts';
import { readOrder } from './read-order.ts';

export interface AcceptSeparationDeps {
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly separations: SeparationTable;
  readonly ownerToken: () => Promise<string>;
  readonly bucket: string;
  readonly workflowArn: string;
  readonly engineUrl: string;
  readonly now: () => Date;
}

/**
 * Takes a song, by upload or by link, and starts its separation.
 *
 * @throws EngineRefusal 401 on a wrong token, 400 on anything that this Engine cannot do.
 */
export async function acceptSeparation(deps: AcceptSeparationDeps, form: Form) {
  await requireOwner(deps, form.fields.api_token ?? '');
  const { separation, url, webhookUrl } = readOrder(form.fields);
  const now = deps.now();
  const common = {
    status: 'waiting',
    createdAt: now.toISOString(),
    expiresAt: Math.floor(now.getTime() / 1000) + RETENTION_HOURS * 3600,
    sepType: separation.separationType,
    options: separation.options,
    outputFormat: separation.outputFormat,
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
  } as const;
  const file = form.files.audiofile;
  if (file !== undefined) {
    if (file.bytes.length === 0)
      throw new EngineRefusal(400, 'The uploaded file is empty. Choose another one.');
    const hash = longHash(file.name, now);
    await deps.s3.send(
      new PutObjectCommand({ Bucket: deps.bucket, Key: storageKeys.input(hash), Body: file.bytes }),
    );
    return start(deps, { kind: 'separation', hash, inputBytes: file.bytes.length, ...common });
  }
  if (url === undefined) {
    throw new EngineRefusal(400, 'There is no audio. Send a file as audiofile, or its address as url.');
  }
  return start(deps, { kind: 'remote', hash: shortHash(), url, ...common });
}

async function requireOwner(deps: AcceptSeparationDeps, token: string): Promise<void> {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  // Compared as digests: equal in length, and in a time that tells nothing about the token.
  if (timingSafeEqual(digest(token), digest(await deps.ownerToken()))) return;
  throw new EngineRefusal(401, 'User with this invalid token was not found. Check api_token.');
}

async function start(deps: AcceptSeparationDeps, record: EngineRecord) {
  const { hash } = record;
  if (!(await deps.separations.create(record))) throw new Error(`The hash ${hash} was minted twice.`);
  try {
    await deps.stepFunctions.send(
      new StartExecutionCommand({
        stateMachineArn: deps.workflowArn,
        name: executionName(hash),
        input: JSON.stringify({ hash }),
      }),
    );
  } catch (error) {
    // Nobody will ever work on it: say so instead of leaving it in the queue.
    const message = 'The separation could not be started. Create it again.';
    await deps.separations.move(hash, 'failed', ['waiting'], { message });
    throw error;
  }
  const call = record.kind === 'remote' ? 'get-remote' : 'get';
  const link = `${deps.engineUrl}/api/separation/${call}?hash=${hash}`;
  return { success: true, data: { link, hash } };
}

/** Step Functions logs only executions whose names keep to letters, digits, dashes and underscores. */
function executionName(hash: string): string {
  return hash.replaceAll('.', '_');
}
