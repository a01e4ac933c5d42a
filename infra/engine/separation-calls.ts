import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { HouseFunction } from '../constructs/house-function.ts';
import { type CallFamilyProps, callFamily } from './call-family.ts';
import { grantStartWaiting } from './grant-start-waiting.ts';
import { offersEnvironment } from './offers-environment.ts';
import { queueEnvironment, storeEnvironment } from './queue-environment.ts';
import { workflowArns } from './workflow-arns.ts';

export interface SeparationCallsProps extends CallFamilyProps {
  readonly bucket: Bucket;
}

/** The calls about separations, the queue in which they wait, and what an account has separated. */
export class SeparationCalls extends Construct {
  readonly answering: Readonly<Record<string, HouseFunction>>;

  constructor(scope: Construct, id: string, props: SeparationCallsProps) {
    super(scope, id);
    const { settings, bucket, tables } = props;
    const define = callFamily(this, 'functions/engine', props);
    const store = storeEnvironment(tables);
    const separations = [tables.separations.tableArn];
    const accounts = [tables.accounts.tableArn];
    const queue = [tables.queue.tableArn];

    const create = define('create-separation', {
      description: 'POST separation/create: takes a song and queues its separation',
      memoryMegabytes: 512,
      environment: {
        ...queueEnvironment(this, tables, settings),
        ...offersEnvironment(settings),
        BUCKET: bucket.bucketName,
        ANONYMOUS_SEPARATIONS: String(settings.engine.anonymousSeparations),
      },
      knowsAccounts: true,
    });
    create.mayDo(['s3:PutObject', 's3:DeleteObject'], [bucket.arnForObjects('storage/temp/*')]);
    create.mayDo(['dynamodb:PutItem'], [...separations, ...queue]);
    // Whether it is there whose answer was lost.
    create.mayDo(['dynamodb:GetItem'], separations);
    create.mayDo(['dynamodb:Query', 'dynamodb:UpdateItem'], accounts);
    // Counts the use of types, and reads which models of the operator serve.
    create.mayDo(['dynamodb:UpdateItem', 'dynamodb:Query'], [tables.publications.tableArn]);
    create.mayDo(['states:StartExecution'], [workflowArns(this).fetch]);
    grantStartWaiting(create, tables);

    const get = define('get-separation', {
      description: 'GET separation/get: how far a separation is, and where its stems are',
      environment: store,
      knowsAccounts: true,
    });
    get.mayDo(['dynamodb:UpdateItem'], accounts);
    const getRemote = define('get-remote-separation', {
      description: 'GET separation/get-remote: whether a song given by link has been fetched',
      environment: store,
      knowsAccounts: false,
    });
    for (const reader of [get, getRemote]) {
      reader.mayDo(['dynamodb:GetItem'], separations);
      reader.mayDo(['dynamodb:Query'], queue);
    }

    const cancel = define('cancel-separation', {
      description: 'POST separation/cancel: takes back a separation that has not started',
      environment: store,
      knowsAccounts: true,
    });
    cancel.mayDo(['dynamodb:GetItem', 'dynamodb:UpdateItem'], separations);
    cancel.mayDo(['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], accounts);
    cancel.mayDo(['dynamodb:DeleteItem'], queue);

    const listHistory = define('list-history', {
      description: 'GET app/separation_history: what an account has separated',
      knowsAccounts: true,
    });
    listHistory.mayDo(['dynamodb:Query'], accounts);
    const showQueue = define('show-queue', {
      description: 'GET app/queue: how many separations run and wait',
      environment: { QUEUE_TABLE: tables.queue.tableName },
      knowsAccounts: true,
    });
    showQueue.mayDo(['dynamodb:Query'], [...accounts, ...queue]);

    this.answering = {
      'separation.create': create,
      'separation.get': get,
      'separation.getRemote': getRemote,
      'separation.cancel': cancel,
      'app.separationHistory': listHistory,
      'app.queue': showQueue,
    };
  }
}
