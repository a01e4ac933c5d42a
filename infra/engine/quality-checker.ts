import { Construct } from 'constructs';
import { EndedExecutionRule } from '../constructs/ended-execution-rule.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import { EvaluationWorkflow } from './evaluation-workflow.ts';
import { QualityFunctions, type QualityFunctionsProps } from './quality-functions.ts';

/** Where the functions of the quality checker may touch the bucket; see `shared/quality-checker/quality-keys.ts`. */
export const QUALITY_PREFIXES = ['quality/', 'datasets/'] as const;

/** Compares separations with the true stems of datasets, and keeps leaderboards. */
export class QualityChecker extends Construct {
  readonly answering: Readonly<Record<string, HouseFunction>>;

  constructor(scope: Construct, id: string, props: QualityFunctionsProps) {
    super(scope, id);
    const functions = new QualityFunctions(this, 'Functions', props);
    const workflow = new EvaluationWorkflow(this, 'Workflow', { ...functions, settings: props.settings })
      .stateMachine;
    functions.addEntry.addEnvironment('EVALUATION_WORKFLOW_ARN', workflow.stateMachineArn);
    functions.addEntry.mayDo(['states:StartExecution'], [workflow.stateMachineArn]);
    new EndedExecutionRule(this, 'EvaluationEnded', {
      workflows: [workflow],
      toldTo: functions.failEvaluation,
      undelivered: new UndeliveredQueue(this, 'Undelivered'),
    });
    grant(functions, props);
    this.answering = {
      'qualityChecker.add': functions.addEntry,
      'qualityChecker.entry': functions.showEntry,
      'qualityChecker.queue': functions.listEntries,
      'qualityChecker.leaderboard': functions.showLeaderboard,
      'qualityChecker.delete': functions.deleteEntry,
    };
  }
}

/** Allows each function exactly the calls that it makes. */
function grant(functions: QualityFunctions, { bucket, tables }: QualityFunctionsProps): void {
  const entries = [tables.qualityEntries.tableArn];
  const [submissions = '', datasets = ''] = QUALITY_PREFIXES.map((prefix) =>
    bucket.arnForObjects(`${prefix}*`),
  );
  const read = 'dynamodb:GetItem';
  const put = 'dynamodb:PutItem';

  const { addEntry, showEntry, listEntries, showLeaderboard, deleteEntry } = functions;
  addEntry.mayDo(['dynamodb:UpdateItem', put, 'dynamodb:DeleteItem'], entries);
  addEntry.mayDo(['s3:PutObject'], [submissions]);
  showEntry.mayDo([read], entries);
  listEntries.mayDo(['dynamodb:Query'], entries);
  showLeaderboard.mayDo(['dynamodb:Query', read], entries);
  deleteEntry.mayDo([read, 'dynamodb:DeleteItem'], entries);
  deleteEntry.mayDo(['s3:DeleteObject'], [submissions]);

  const { openSubmission, evaluateSong, finishEvaluation, failEvaluation } = functions;
  openSubmission.mayDo([read, 'dynamodb:UpdateItem'], entries);
  openSubmission.mayDo(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], [submissions]);
  evaluateSong.mayDo(['s3:GetObject'], [submissions]);
  for (const ending of [finishEvaluation, failEvaluation]) {
    ending.mayDo([read, put], entries);
    ending.mayDo(['s3:DeleteObject'], [submissions]);
  }
  for (const reader of [addEntry, showLeaderboard, openSubmission, evaluateSong]) {
    reader.mayDo(['s3:GetObject'], [datasets]);
    // Without it S3 says of what is not there only that nobody may read it.
    reader.mayDo(['s3:ListBucket'], [bucket.bucketArn]);
  }
}
