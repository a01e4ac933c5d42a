import * as z from 'zod';
import { completeJob } from '../../../functions/pipeline/complete-job/complete-job.ts';
import { copyStem } from '../../../functions/pipeline/copy-stem/copy-stem.ts';
import { endBranch } from '../../../functions/pipeline/fail-step/end-branch.ts';
import { inspectAudio } from '../../../functions/pipeline/inspect-audio/inspect-audio.ts';
import { acceptUpload } from '../../../functions/pipeline/on-upload/accept-upload.ts';
import { uploadEvent } from '../../../functions/pipeline/on-upload/upload-event.ts';
import { pollSeparations } from '../../../functions/pipeline/poll-separations/poll-separations.ts';
import { receiveWebhook } from '../../../functions/pipeline/receive-webhook/receive-webhook.ts';
import { linkHandoff, uploadHandoff } from '../../../functions/pipeline/separate/hand-off-audio.ts';
import { separate } from '../../../functions/pipeline/separate/separate.ts';
import { settleDueCharges } from '../../../functions/pipeline/settle-charges/settle-due-charges.ts';
import { startQueued } from '../../../functions/pipeline/start-queued/start-queued.ts';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { approveJob } from '../../../shared/jobs/approve-job.ts';
import { cancelJob } from '../../../shared/jobs/cancel-job.ts';
import { failJob } from '../../../shared/jobs/fail-job.ts';
import { jobId } from '../../../shared/jobs/job-id.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { offerTurns } from '../../../shared/jobs/offer-turns.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { retryJob } from '../../../shared/jobs/retry-job.ts';
import { stepRef } from '../../../shared/jobs/step-ref.ts';
import { uploadId } from '../../../shared/jobs/upload-id.ts';
import { separationsAtOnce } from '../../../shared/jobs/upstream-plan.ts';
import { signUpload } from '../../../shared/jobs/webhook-signature.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { chooseNothing } from '../shared/jobs/choose-nothing.ts';
import type { HistoryWorld } from './history-world.ts';
import { openStemLink } from './open-stem-link.ts';
import { remainingMs } from './outgoing-calls.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const SECRET = 'webhook secret';
const BUCKET = 'songs';
const WORKFLOW_ARN = 'arn:aws:states:eu-west-1:1:stateMachine:Workflow';

export type HistoryFunctions = Readonly<
  Record<string, { readonly timeoutMs: number; run(event: unknown): Promise<unknown> }>
>;

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The Lambda functions of a history: the real use cases with what handlers give them, by the names in the stack. */
export function historyFunctions(world: HistoryWorld): HistoryFunctions {
  const { simulation, circumstances } = world;
  const now = () => new Date(simulation.now);
  const pace = (patienceMs: number) =>
    createRequestAllowance({ table: world.table, requestsPerMinute: 600, patienceMs, now });
  const client = createMvsepClient({
    baseUrl: `https://${world.host}`,
    token: async () => 'x'.repeat(30),
    pace: pace(0),
  });
  const common = {
    table: world.table,
    jobs: world.jobs,
    s3: world.s3.client,
    bucket: BUCKET,
    stepFunctions: world.stepFunctions.client,
    eventBridge: world.bus.client,
    client,
    pace: pace(0),
    separationsAtOnce: () => separationsAtOnce({ table: world.table, client, now, log: SILENT }, 'plan'),
    audioHandoff: circumstances.audioHandoff,
    separationTimeoutHours: 24,
    webhooksExpected: async () => circumstances.webhooks !== 'none',
    resultCacheDays: 90,
    limits: { perMonth: circumstances.creditsPerMonth },
    // Naps are longer here, so that a history needs fewer of them.
    sleep: (milliseconds: number) => simulation.runUntil(simulation.now + 8 * milliseconds),
    now,
    log: SILENT,
  };
  const operated = { ...common, workflowArn: WORKFLOW_ARN };
  const left = () => remainingMs(simulation);

  return {
    OnUpload: {
      timeoutMs: MINUTE,
      run: (event) =>
        acceptUpload(
          {
            ...common,
            workflowArn: WORKFLOW_ARN,
            chooseBestIn: () => chooseNothing,
            defaults: { separationType: 44, options: {}, outputFormat: 1 },
          },
          uploadEvent.parse(event),
        ),
    },
    CompleteJob: {
      timeoutMs: MINUTE,
      run: async (event) => {
        const { jobId } = jobInput.parse(event);
        await completeJob(common, jobId);
        return { jobId };
      },
    },
    CancelJob: { timeoutMs: MINUTE, run: (event) => cancelJob(operated, jobId.parse(event)) },
    RetryJob: { timeoutMs: MINUTE, run: (event) => retryJob(operated, jobId.parse(event)) },
    ApproveJob: { timeoutMs: MINUTE, run: (event) => approveJob(common, jobId.parse(event)) },
    InspectAudio: {
      timeoutMs: 5 * MINUTE,
      run: (event) =>
        inspectAudio({ ...common, upstream: world.host, usesCache: true }, jobInput.parse(event).jobId),
    },
    FailStep: {
      timeoutMs: MINUTE,
      run: async (event) => {
        const { input, error } = failedExecution.parse(event);
        await endBranch(common, stepRef.parse(input), error);
      },
    },
    FailJob: {
      timeoutMs: MINUTE,
      run: async (event) => {
        const { input, error } = failedExecution.parse(event);
        const { executionArn } = z.object({ executionArn: z.string().optional() }).parse(event);
        await failJob(common, jobInput.parse(input).jobId, error, executionArn);
      },
    },
    SettleCharges: {
      timeoutMs: 58 * SECOND,
      run: () => settleDueCharges({ ...common, longestRunSeconds: 58 }),
    },
    Separate: {
      timeoutMs: 14 * MINUTE,
      run: (event) => {
        const { taskToken, ...ref } = stepRef.extend({ taskToken: z.string().optional() }).parse(event);
        const wait = taskToken === undefined ? undefined : { taskToken, startedAt: now() };
        return separate(
          {
            ...common,
            upstream: world.host,
            remainingMs: left,
            token: async () => 'x'.repeat(30),
            webhookUrl: async (step) =>
              circumstances.webhooks === 'none'
                ? undefined
                : `https://pipeline.test/webhooks/${step.jobId}/${step.step}/${signUpload(uploadId(step), SECRET)}`,
            handOff: {
              link: linkHandoff(world.s3.client, BUCKET),
              upload: uploadHandoff(world.s3.client, BUCKET),
            },
            cache: { s3: world.s3.client, bucket: BUCKET },
          },
          ref,
          wait,
        );
      },
    },
    StartQueued: {
      timeoutMs: 58 * SECOND,
      run: () => startQueued({ ...common, remainingMs: left }),
    },
    PollSeparations: {
      timeoutMs: 58 * SECOND,
      run: () =>
        pollSeparations({
          ...common,
          requestsPerMinute: 600,
          longestCallMs: 15 * SECOND,
          timeLeftMs: left,
        }),
    },
    ReceiveWebhook: {
      timeoutMs: 28 * SECOND,
      run: (event) => {
        const request = z.object({ jobId: z.string(), step: z.string(), signature: z.string() }).parse(event);
        return receiveWebhook(
          { ...common, secret: async () => SECRET, noteWebhook: async () => undefined },
          { ...request, body: Buffer.alloc(0) },
        );
      },
    },
    CopyStem: {
      timeoutMs: 14 * MINUTE,
      run: (event) => {
        const { index, ...ref } = stepRef.extend({ index: z.int() }).parse(event);
        return copyStem(
          {
            ...common,
            openUrl: openStemLink(world),
            allowedPrivateOrigins: [],
            payForMirrors: false,
            pause: common.sleep,
            clock: () => simulation.now,
            offerTurns: () => offerTurns(common),
          },
          ref,
          index,
        );
      },
    },
  };
}
