import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretReader } from '../../shared/aws/secret.ts';
import { signAccount } from '../../shared/jobs/webhook-signature.ts';
import { asJson } from '../command-line/as-json.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';

/** Prints the address for the webhook page of the account. It holds a signature: whoever has it may post hints. */
export const webhookAddress: Command = {
  name: 'webhook-address',
  usage: 'webhook-address',
  summary: 'print the secret address for the webhook page of your account',
  options: JSON_OPTION,
  async run(call) {
    const deployment = await call.deployment();
    const secrets = new SecretsManagerClient(deployment.clientSettings());
    const secret = await secretReader(deployment.output('WebhookSecretArn'), secrets)();
    const address = `${deployment.output('ApiUrl')}/webhooks/mvsep/${signAccount(secret)}`;
    call.print(call.flag('json') ? asJson({ address }) : address);
  },
};
