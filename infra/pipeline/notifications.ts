import { CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { EVENT_SOURCE, JOB_EVENTS } from '../../shared/jobs/pipeline-event.ts';
import { functionFamily } from '../constructs/function-family.ts';
import type { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';

export interface NotificationsProps {
  readonly settings: Settings;
  readonly undelivered: UndeliveredQueue;
  /** Comma-separated origins that webhooks may reach although they are private. */
  readonly allowedPrivateOrigins: string;
}

/** What somebody wants to hear of: a job that ended, however, or that waits for credits. */
const NEWS = {
  source: [EVENT_SOURCE],
  detailType: Object.values(JOB_EVENTS).filter((kind) => kind !== JOB_EVENTS.submitted),
};

/** Tells of jobs by mail and by webhook. Of the two there is only what the settings ask for. */
export class Notifications extends Construct {
  /** Reaches the mail address of the settings; alarms speak here too. */
  readonly mail: Topic | undefined;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { mail, webhookUrl } = props.settings.notifications;
    this.mail = mail === undefined ? undefined : this.#sendMail(mail, props);
    if (webhookUrl !== undefined) this.#postWebhooks(webhookUrl, props);
  }

  #sendMail(address: string, { undelivered }: NotificationsProps): Topic {
    const topic = new Topic(this, 'Mail', {
      displayName: Stack.of(this).stackName,
      enforceSSL: true,
    });
    topic.addSubscription(new EmailSubscription(address));
    Validations.of(topic).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'SNS repeats mails for hours, and their news stands on the records of the jobs besides.',
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const told = (path: string) => EventField.fromPath(`$.detail.${path}`);
    new Rule(this, 'NewsByMail', {
      description: 'A job ended or waits for credits: tell it by mail',
      eventPattern: NEWS,
      targets: [
        new SnsTopic(topic, {
          deadLetterQueue: undelivered,
          // EventBridge puts the values between the quotes as they are: `describeNews` sees to it that they may be.
          message: RuleTargetInput.fromText(
            `${told('summary')} (job ${told('jobId')}, attempt ${told('attempt')})`,
          ),
        }),
      ],
    });
    return topic;
  }

  #postWebhooks(url: string, props: NotificationsProps): void {
    const { settings, undelivered, allowedPrivateOrigins } = props;
    const secret = new Secret(this, 'NotificationSecret', {
      description: 'Signs the notifications that are posted to the webhook of the settings',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    const define = functionFamily(this, {
      folder: 'functions/pipeline',
      logRetentionDays: settings.logRetentionDays,
    });
    const postNotification = define('post-notification', {
      description: 'Posts the news of a job to the webhook of the settings, signed',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: {
        NOTIFICATION_URL: url,
        NOTIFICATION_SECRET: secret.secretArn,
        ALLOWED_PRIVATE_ORIGINS: allowedPrivateOrigins,
      },
    });
    postNotification.mayDo(['secretsmanager:GetSecretValue'], [secret.secretArn]);
    new Rule(this, 'NewsByWebhook', {
      description: 'A job ended or waits for credits: post it to the webhook of the settings',
      eventPattern: NEWS,
      targets: [
        new LambdaFunction(postNotification, {
          ...undelivered.deliveryTo(postNotification),
          event: RuleTargetInput.fromEventPath('$.detail'),
        }),
      ],
    });
    new CfnOutput(Stack.of(this), 'NotificationSecretArn', {
      value: secret.secretArn,
      description: 'What the receiver of notifications checks their signatures with',
    });
  }
}
