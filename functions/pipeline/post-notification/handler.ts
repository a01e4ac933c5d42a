import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { jobEvent } from '../../../shared/jobs/job-event.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { postNotification } from './post-notification.ts';

const environment = readEnvironment({
  NOTIFICATION_URL: z.url(),
  NOTIFICATION_SECRET: z.string().min(1),
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
});

const deps = {
  url: environment.NOTIFICATION_URL,
  secret: secretReader(environment.NOTIFICATION_SECRET),
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
  now: () => new Date(),
  log: createLogger('post-notification'),
};

/** Detail of a job's event from the bus → the webhook of the settings. */
export async function handler(event: unknown): Promise<void> {
  await postNotification(deps, jobEvent.parse(event));
}
