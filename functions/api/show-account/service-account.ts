import type * as z from 'zod';
import type { showAccount } from '../../../shared/api/operations/show-account.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';

/** How long an answer of the service is repeated to whoever asks, in milliseconds. */
const REMEMBERED_MS = 60_000;

type ServiceAccount = z.input<typeof showAccount.reply>['service'];

export interface ServiceAccountDeps {
  readonly client: { readonly app: Pick<MvsepClient['app'], 'user' | 'queue'> };
  /** Of the service. */
  readonly host: string;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Makes a reader of the account at the MVSep API. It asks once a minute at most, and those who come while it asks wait
 * for the same answer; what failed is asked again. Neither the mail address nor the token of the account leaves it.
 *
 * @returns a reader that throws ApiProblem `upstream-unavailable`
 */
export function serviceAccountReader(deps: ServiceAccountDeps): () => Promise<ServiceAccount> {
  let last: { readonly at: number; readonly account: Promise<ServiceAccount> } | undefined;
  return () => {
    const at = deps.now();
    if (last !== undefined && at.getTime() - last.at < REMEMBERED_MS) return last.account;
    const asked = { at: at.getTime(), account: askService(deps, at) };
    last = asked;
    asked.account.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.account;
  };
}

async function askService({ client, host, log }: ServiceAccountDeps, at: Date): Promise<ServiceAccount> {
  try {
    const [user, { queue, plan, freeSeparations }] = await Promise.all([
      client.app.user(),
      client.app.queue(),
    ]);
    return {
      host,
      plan: plan?.plan,
      isPremium: user.premiumEnabled ?? false,
      creditsLeft: user.premiumMinutes,
      freeSeparationsLeft: freeSeparations?.left,
      queue,
      askedAt: at.toISOString(),
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    log.warn('The account could not be asked', { error: error.name, reason: error.message });
    const next = error.retryable
      ? 'Try again in a minute.'
      : 'Whoever runs this deployment finds the reason in the log of the function show-account.';
    throw new ApiProblem(
      'upstream-unavailable',
      `The MVSep API at ${host} does not say anything about the account (${error.name}). ${next}`,
      { cause: error },
    );
  }
}
