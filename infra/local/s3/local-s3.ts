import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { AwsServiceError } from '../aws-service-error.ts';
import type { PublishEvent } from '../bus-event.ts';
import type { Authorize, FindPrincipal } from '../principal.ts';
import { splitTarget } from '../signature/split-target.ts';
import { answerCall } from './answer-call.ts';
import { BodyFiles } from './body-files.ts';
import { BucketCatalog } from './bucket-catalog.ts';
import type { BucketConfig } from './bucket-config.ts';
import { corsHeaders } from './cors-headers.ts';
import { errorAnswer } from './error-answer.ts';
import { ObjectCatalog } from './object-catalog.ts';
import { ObjectEvents } from './object-events.ts';
import { openCatalog } from './open-catalog.ts';
import { type S3Address, s3Address } from './s3-address.ts';
import type { S3Answer } from './s3-answer.ts';
import type { S3Context } from './s3-context.ts';
import { sendAnswer } from './send-answer.ts';
import { UploadCatalog } from './upload-catalog.ts';

/** What a local S3 needs from the rest of the local cloud. */
export interface LocalS3Options {
  /** Where buckets live; kept between runs. */
  readonly directory: string;
  readonly findPrincipal: FindPrincipal;
  readonly authorize: Authorize;
  /** Gets "Object Created" and "Object Deleted" of the buckets that are set up for EventBridge. */
  readonly publish: PublishEvent;
  readonly now?: () => Date;
  /** Told of faults of the server itself; a client sees only InternalError. */
  readonly onFault?: (error: unknown) => void;
}

/** An S3 on this machine. */
export interface LocalS3 {
  /** Answers a request completely; never rejects. The HTTP server should set `requestTimeout: 0`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Creates a bucket or changes its set-up; objects stay. */
  createBucket(config: BucketConfig): void;
  /** Closes the catalog; call it when no request is under way. */
  close(): void;
}

function createContext(options: LocalS3Options): { context: S3Context; close: () => void } {
  mkdirSync(options.directory, { recursive: true });
  const database = openCatalog(join(options.directory, 'catalog.sqlite'));
  const now = options.now ?? (() => new Date());
  const context: S3Context = {
    buckets: new BucketCatalog(database),
    objects: new ObjectCatalog(database),
    uploads: new UploadCatalog(database),
    files: new BodyFiles(join(options.directory, 'bodies')),
    events: new ObjectEvents(options.publish, now),
    authorize: options.authorize,
    now,
    transaction(changes) {
      database.exec('BEGIN IMMEDIATE');
      try {
        changes();
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
  context.files.sweep(new Set([...context.objects.files(), ...context.uploads.files()]));
  return { context, close: () => database.close() };
}

/** Whether an error only says that the client went away. */
function clientIsGone(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function asServiceError(error: unknown, onFault: (error: unknown) => void): AwsServiceError {
  if (error instanceof AwsServiceError) return error;
  if (!clientIsGone(error)) onFault(error);
  return new AwsServiceError('InternalError', 'We encountered an internal error. Please try again.', 500);
}

/**
 * Creates an S3 on node:http, node:sqlite and files: enough of S3 for programs and command lines that put,
 * get, list, copy, tag and delete objects, in parts and with presigned requests. It checks signatures and
 * rights itself. What it does not model is refused with 501, never ignored.
 */
export function createLocalS3(options: LocalS3Options): LocalS3 {
  const { context, close } = createContext(options);
  const onFault = options.onFault ?? ((error: unknown) => console.error('The local S3 failed:', error));

  async function answer(request: IncomingMessage, address: S3Address, requestId: string): Promise<S3Answer> {
    try {
      return await answerCall(context, options.findPrincipal, address, {
        request,
        requestId,
        bucket: address.bucket,
      });
    } catch (error) {
      const resource = splitTarget(request.url ?? '/').rawPath;
      return errorAnswer(asServiceError(error, onFault), resource, requestId);
    }
  }

  function originHeaders(request: IncomingMessage, bucket: string): Record<string, string> {
    const { origin } = request.headers;
    const rules = context.buckets.find(bucket)?.cors;
    if (origin === undefined || rules === undefined || request.method === 'OPTIONS') return {};
    return corsHeaders(rules, { origin, method: request.method ?? 'GET', requestHeaders: [] }) ?? {};
  }

  return {
    async handle(request, response) {
      const requestId = randomBytes(8).toString('hex').toUpperCase();
      response.setHeader('x-amz-request-id', requestId);
      try {
        const address = s3Address(request.headers.host ?? '', splitTarget(request.url ?? '/').rawPath);
        const answered = await answer(request, address, requestId);
        const headers = { ...originHeaders(request, address.bucket), ...answered.headers };
        await sendAnswer(request, response, context.files, { ...answered, headers });
      } catch (error) {
        const failure = asServiceError(error, onFault);
        if (response.headersSent || response.destroyed) response.destroy();
        else await sendAnswer(request, response, context.files, errorAnswer(failure, '', requestId));
      } finally {
        // A refused body is still taken off the line: many clients read no answer before they sent it all.
        if (!request.readableEnded) request.resume();
      }
    },
    createBucket: (config) => context.buckets.set(config, context.now()),
    close,
  };
}
