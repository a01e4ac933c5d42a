import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import { timeLimits } from '../time-limits.ts';
import { type CallFamilyProps, callFamily } from './call-family.ts';

export interface QualityFunctionsProps extends CallFamilyProps {
  readonly bucket: Bucket;
  /** Comma-separated origins that zips may be fetched from although they are private. */
  readonly allowedPrivateOrigins: string;
}

const FOLDER = 'functions/quality-checker';

/** Half a core: one password takes about half a second. */
const MEMORY_FOR_PASSWORDS = 1024;

/** The functions of the quality checker, without their grants: those stand in `quality-checker.ts`. */
export class QualityFunctions extends Construct {
  readonly addEntry: HouseFunction;
  readonly showEntry: HouseFunction;
  readonly listEntries: HouseFunction;
  readonly showLeaderboard: HouseFunction;
  readonly deleteEntry: HouseFunction;
  readonly openSubmission: HouseFunction;
  readonly evaluateSong: HouseFunction;
  readonly finishEvaluation: HouseFunction;
  readonly failEvaluation: HouseFunction;

  constructor(scope: Construct, id: string, props: QualityFunctionsProps) {
    super(scope, id);
    const entries = { QUALITY_ENTRIES_TABLE: props.tables.qualityEntries.tableName };
    const storage = { BUCKET: props.bucket.bucketName };
    const defineCall = callFamily(this, FOLDER, props);
    const define = functionFamily(this, {
      folder: FOLDER,
      logRetentionDays: props.settings.logRetentionDays,
    });

    this.addEntry = defineCall('add-entry', {
      description: 'POST quality_checker/add: takes a zip of stems and queues its evaluation',
      memoryMegabytes: MEMORY_FOR_PASSWORDS,
      environment: { ...entries, ...storage },
      knowsAccounts: true,
    });
    this.showEntry = defineCall('show-entry', {
      description: 'GET quality_checker/entry: one entry',
      environment: entries,
      knowsAccounts: false,
    });
    this.listEntries = defineCall('list-entries', {
      description: 'GET quality_checker/queue: the latest entries',
      environment: entries,
      knowsAccounts: false,
    });
    this.showLeaderboard = defineCall('show-leaderboard', {
      description: 'GET quality_checker/leaderboard: the best entries for a dataset',
      environment: { ...entries, ...storage },
      knowsAccounts: false,
    });
    this.deleteEntry = defineCall('delete-entry', {
      description: 'POST and GET quality_checker/delete: deletes an entry with its password',
      memoryMegabytes: MEMORY_FOR_PASSWORDS,
      environment: { ...entries, ...storage },
      knowsAccounts: false,
    });

    this.openSubmission = define('open-submission', {
      description: 'Fetches a zip of stems where it is a link, and judges it by its directory',
      memoryMegabytes: 1024,
      timeout: timeLimits.copyFunction,
      streams: true,
      environment: { ...entries, ...storage, ALLOWED_PRIVATE_ORIGINS: props.allowedPrivateOrigins },
    });
    this.evaluateSong = define('evaluate-song', {
      description: 'Compares the stems of one song with the true ones',
      memoryMegabytes: 1769,
      timeout: timeLimits.audioFunction,
      environment: storage,
    });
    this.finishEvaluation = define('finish-evaluation', {
      description: 'Writes the mean SDR of every stem onto an entry',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: { ...entries, ...storage },
    });
    this.failEvaluation = define('fail-evaluation', {
      description: 'Writes onto an entry why it could not be evaluated',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: { ...entries, ...storage },
    });
  }
}
