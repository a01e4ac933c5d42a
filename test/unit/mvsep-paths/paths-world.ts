import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { createSeparation } from '../../../functions/mvsep-api/create-separation/create-separation.ts';
import { ownerName } from '../../../shared/callers/caller.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import { createSeparation as createCall } from '../../../shared/mvsep/contract/create-separation.ts';
import type { Caller } from '../../../shared/mvsep/server/call-request.ts';
import type { ForwardDeps } from '../../../shared/mvsep-paths/forward.ts';
import { accountCaller, type PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';
import { useActingDeps } from '../shared/jobs/use-acting-deps.ts';

export const API_URL = 'https://jobs.example';
export const ACCOUNT_TOKEN = 'AccountTokenAccountTokenAccoun';
export const KEY = 'KeyOfTheStudioKeyOfTheStudio00';

/** Somebody with a key; `changes` give it other rights. */
export function keyHolder(changes: Partial<PathsCaller> = {}): Caller<PathsCaller> {
  const account: PathsCaller = {
    keyId: 'key-1',
    owner: ownerName.parse('studio'),
    scope: 'write',
    sees: 'own',
    isAccount: false,
    token: KEY,
    ...changes,
  };
  return { kind: 'account', account, address: '203.0.113.9' };
}

export const ACCOUNT: Caller<PathsCaller> = {
  kind: 'account',
  account: accountCaller(ACCOUNT_TOKEN),
  address: '203.0.113.9',
};

export const NOBODY: Caller<PathsCaller> = { kind: 'anonymous', address: '203.0.113.9' };

/** The use cases of the MVSep paths over a real table and a scripted service. */
export function usePathsWorld() {
  const acting = useActingDeps();
  const objects = new Map<string, Buffer>();
  const s3 = new S3Client({ region: 'eu-west-1' });
  mockClient(s3)
    .on(PutObjectCommand)
    .callsFake(({ Key, Body }) => {
      objects.set(Key, Buffer.from(Body));
      return { ETag: '"e1"' };
    });
  const deps = () => ({ ...acting.deps(), s3, bucket: 'songs', apiUrl: API_URL });
  return {
    acting,
    /** What was put into the bucket. */
    objects,
    deps,
    forwardDeps: (limit = 100): ForwardDeps => {
      const { table, now, log } = acting.deps();
      return {
        mvsepUrl: acting.service.url,
        forwarded: new CallCounter(table.documents, table.tableName, { calls: limit, windowSeconds: 60 }),
        pace: { beforeCall: async () => undefined, tooMany: async () => undefined },
        now,
        log,
      };
    },
    /** Sends a create as a form would. */
    create(
      fields: Readonly<Record<string, string>>,
      bytes?: Buffer,
      { caller = keyHolder(), name = 'My Song.wav' }: { caller?: Caller<PathsCaller>; name?: string } = {},
      changes: Partial<ReturnType<typeof deps>> = {},
    ) {
      const params = createCall.params.parse({ sep_type: '44', output_format: '1', ...fields });
      return createSeparation(
        { ...deps(), ...changes },
        {
          params,
          caller,
          files: bytes === undefined ? {} : { audiofile: { name, bytes } },
        },
      );
    },
  };
}
