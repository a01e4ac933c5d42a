import { Duration } from 'aws-cdk-lib';
import { LONGEST_EVALUATION_HOURS } from '../shared/quality-checker/longest-evaluation.ts';

/**
 * How long each layer may take. A layer always outlasts the one inside it, so that the innermost one
 * gives up first and says why: HTTP call < function < task < execution. `test/infra/time-limits.test.ts`
 * keeps that order.
 */
export const timeLimits = {
  /** Functions that make a few calls to tables and APIs. */
  shortFunction: Duration.seconds(60),
  /** A function that answers an HTTP caller; API Gateway itself gives up after 30 seconds. */
  httpFunction: Duration.seconds(28),
  /** Bringing a song of up to 5 GB from a link into the bucket. */
  fetchFunction: Duration.minutes(14),
  /** The function that says who calls; API Gateway gives up on it after 10 seconds. */
  authorizerFunction: Duration.seconds(9),
  /** Reading the whole of a song once, up to 5 GB. */
  inspectFunction: Duration.minutes(5),
  /** A clock's run: it goes on as long as there is something due, and ends before the next one begins. */
  clockFunction: Duration.seconds(58),
  /** Comparing bucket, table and executions. */
  sweepFunction: Duration.minutes(14),
  /** A step of a sync: it goes on where the one before it was, so that none need be long. */
  syncFunction: Duration.minutes(5),
  /** A whole sync, with all that it waits for its turn to ask. */
  syncExecution: Duration.hours(12),
  /** A zip for the quality checker: three days to be sent, and two weeks to be judged. */
  entryExecution: Duration.days(20),
  /** Handing a song or a zip to the MVSep API, which may mean streaming the whole of it. */
  createFunction: Duration.minutes(14),
  /** Copying one stem of up to 5 GB. */
  copyFunction: Duration.minutes(14),
  /** Decoding, separating one chunk, or writing one stem. */
  audioFunction: Duration.minutes(14),
  /** A task around a function: its run plus the start of a cold one. */
  taskMargin: Duration.seconds(30),
  /** What an execution may take beyond the wait for the separation: every task with its retries. */
  executionMargin: Duration.hours(6),
  /** One separation on the Engine, from the first function to the last. */
  engineExecution: Duration.hours(6),
  /** One evaluation of the quality checker, from the first function to the last. */
  evaluationExecution: Duration.hours(LONGEST_EVALUATION_HOURS),
} as const;
