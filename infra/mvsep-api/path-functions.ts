import { INCOMING_PREFIX } from '../../shared/jobs/incoming-prefix.ts';
import { BY_OWNER_INDEX } from '../../shared/jobs/job-indexes.ts';
import type { ApiFunction } from '../api/api-function.ts';
import { maySpeak } from '../constructs/may-speak.ts';
import { maySeeExecutions } from '../pipeline/may-see-executions.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';

/** What a function behind the MVSep paths says of itself. */
export interface PathFunction extends ApiFunction {
  /** Whether a call may bring an `api_token`: only then may the function look up whose it is. */
  readonly knowsTokens?: boolean;
  /** Whether it asks the service what it does not know itself. */
  readonly forwards?: boolean;
}

/** The functions that answer the calls of the MVSep API, each with exactly what it does, by the names of their folders. */
export function pathFunctions(parts: PipelineParts): Readonly<Record<string, PathFunction>> {
  const { bucket, jobs, workflow } = parts;
  const records = [jobs.tableArn];
  const byOwner = [`${jobs.tableArn}/index/${BY_OWNER_INDEX}`];
  const read = 'dynamodb:GetItem';
  const create = 'dynamodb:PutItem';
  const write = 'dynamodb:UpdateItem';
  const list = 'dynamodb:Query';
  const remove = 'dynamodb:DeleteItem';
  const songs = { BUCKET: bucket.bucketName };
  const running = { WORKFLOW_ARN: workflow.stateMachineArn };
  const incoming = bucket.arnForObjects(`${INCOMING_PREFIX}*`);
  const endWait = ['states:SendTaskSuccess', 'states:SendTaskFailure'];

  return {
    'create-separation': {
      description: 'POST separation/create: makes a job of a song',
      memoryMegabytes: 512,
      knowsTokens: true,
      environment: { ...songs, ...running },
      mayDo: [
        [['s3:PutObject'], [incoming]],
        [[read, list, create, write], records],
        [['states:StartExecution'], [workflow.stateMachineArn]],
      ],
      mayAlso: maySpeak,
    },
    'get-separation': {
      description: 'GET separation/get: how far a separation is, and where its stems are',
      knowsTokens: true,
      forwards: true,
      mayDo: [[[read, list], records]],
    },
    'get-remote-separation': {
      description: 'GET separation/get-remote: whether a song given by link has been fetched',
      forwards: true,
      mayDo: [[[read, list], records]],
    },
    'cancel-separation': {
      description: 'POST separation/cancel: takes back a job that has not begun',
      knowsTokens: true,
      forwards: true,
      environment: running,
      mayDo: [
        [['s3:DeleteObject'], [bucket.arnForObjects('handoff/*')]],
        [[read, list, write, remove], records],
        [endWait, [workflow.stateMachineArn]],
      ],
      mayAlso(canceller) {
        maySpeak(canceller);
        maySeeExecutions(canceller, workflow);
      },
    },
    'list-history': {
      description: 'GET app/separation_history: what a caller had separated',
      knowsTokens: true,
      mayDo: [
        [[read, list], records],
        [[list], byOwner],
      ],
    },
    'show-user': {
      description: 'GET app/user: the account, and what a caller waits for',
      knowsTokens: true,
      forwards: true,
      mayDo: [
        [[read, list], records],
        [[list], byOwner],
      ],
    },
    'show-queue': {
      description: 'GET app/queue: how many separations run and wait at the service',
      knowsTokens: true,
      forwards: true,
    },
    'forward-call': {
      description: 'Calls that everybody may make: asks the service, and remembers what it said for a while',
      forwards: true,
    },
    'forward-account-call': {
      description: 'Calls that change the account: asks the service, for the account itself alone',
      knowsTokens: true,
      forwards: true,
    },
    'refuse-call': { description: 'Says what these paths do not do, and that others are none' },
    'open-file': {
      description: 'GET storage/…: leads to a stem or a song in the bucket',
      environment: songs,
      mayDo: [
        [[read, list], records],
        // Whoever follows a link does so with the rights of this function.
        [['s3:GetObject'], [incoming, bucket.arnForObjects('stems/*')]],
      ],
    },
  };
}
