import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { JOB_EVENTS } from '../../shared/jobs/pipeline-event.ts';
import { METRIC_NAMESPACE, METRICS } from '../../shared/metrics/measure.ts';
import { appWith, templateOf } from './synthesize.ts';

const MAIL = { notifications: { mail: 'desk@example.com' } };
const WEBHOOK = { notifications: { webhookUrl: 'https://example.com/hook?key=1' } };
const plain = templateOf(appWith({}), 'Pipeline');
const withMail = templateOf(appWith({ ...MAIL, creditsPerMonth: 1000 }), 'Pipeline');
const withWebhook = templateOf(appWith(WEBHOOK), 'Pipeline');

function postsNotifications(template: typeof plain): boolean {
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  return functions.some(({ Properties }) => 'NOTIFICATION_URL' in Properties.Environment.Variables);
}

describe('notifications', () => {
  it.each([MAIL, WEBHOOK, { notifications: { ...MAIL.notifications, ...WEBHOOK.notifications } }])(
    'leave no finding of cdk-nag without a written reason (%j)',
    (settings) => {
      expect(() => appWith(settings).synth()).not.toThrow();
    },
  );

  it('are nothing at all when nobody wants them', () => {
    plain.resourceCountIs('AWS::SNS::Topic', 0);
    plain.resourceCountIs('AWS::SNS::Subscription', 0);
    expect(postsNotifications(plain)).toBe(false);
    expect(plain.findOutputs('NotificationSecretArn')).toEqual({});
  });

  it('are a topic that takes nothing in the clear when mails are wanted', () => {
    withMail.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'desk@example.com',
    });
    withMail.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Sid: 'Alarms', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
          Match.objectLike({ Principal: { Service: 'events.amazonaws.com' } }),
        ]),
      },
    });
    expect(postsNotifications(withMail)).toBe(false);
  });

  it('are a function with a secret of its own when a webhook is wanted', () => {
    withWebhook.resourceCountIs('AWS::SNS::Topic', 0);
    expect(postsNotifications(withWebhook)).toBe(true);
    expect(withWebhook.findOutputs('NotificationSecretArn')).not.toEqual({});
  });

  it.each([withMail, withWebhook])(
    'tell of ends and of waits for credits, and lose none of it',
    (template) => {
      const kinds = Object.values(JOB_EVENTS).filter((kind) => kind !== 'Job Submitted');
      template.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: { source: ['mvsep-serverless.pipeline'], 'detail-type': kinds },
        Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
      });
    },
  );
});

describe('alarms', () => {
  const alarms = Object.entries(withMail.findResources('AWS::CloudWatch::Alarm'));

  it('each say what the user notices and what the operator does', () => {
    expect(alarms).toHaveLength(16);
    for (const [, { Properties }] of alarms) {
      const [notices, does, ...more] = Properties.AlarmDescription.split(/(?<=\.) /);
      expect(notices).toMatch(/: .*(song|stems|user|upload|it|credits)/i);
      expect([does, ...more].join(' ')).toMatch(/\b(Compare|Look|Read|Raise|Open|See|The dashboard)\b/);
    }
  });

  it('speak to the topic when there is one, and to nobody else', () => {
    for (const [, { Properties }] of alarms) expect(Properties.AlarmActions).toHaveLength(1);
    for (const { Properties } of Object.values(plain.findResources('AWS::CloudWatch::Alarm'))) {
      expect(Properties.AlarmActions).toBeUndefined();
    }
  });

  it('can all fire: no sum lacks a value because one of its parts does', () => {
    for (const [id, { Properties }] of alarms) {
      const parts: { Expression?: string; Id: string }[] = Properties.Metrics ?? [];
      const expression = parts.find(({ Expression }) => Expression !== undefined)?.Expression ?? '';
      for (const { Id } of parts.filter((part) => part.Expression === undefined)) {
        expect(expression, id).toContain(`FILL(${Id}, 0)`);
      }
    }
  });

  it('need no more errors of a clock than it has runs in their time', () => {
    const settling = alarms.find(([id]) => id.startsWith('OperationAlarmsUnsettledCharges'));
    const { Threshold, Period } = settling?.[1].Properties ?? {};
    expect(Threshold).toBeLessThanOrEqual(Period / (10 * 60));
  });

  it('watch a budget only where there is one', () => {
    const watchesCredits = { MetricName: 'CreditsLeft', Threshold: 100 };
    withMail.hasResourceProperties('AWS::CloudWatch::Alarm', watchesCredits);
    plain.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'CreditsLeft' }, 0);
  });

  it('are all explained in the documents', () => {
    const page = readFileSync('docs/operation.md', 'utf8');
    for (const [id] of alarms) {
      const name =
        /^(?:OperationAlarms|SyncsLeaderboards|SyncsCatalogue|SyncsQualityEntries)(.*)[0-9A-F]{8}$/.exec(
          id,
        )?.[1];
      expect(page).toContain(`| \`${name}\` |`);
    }
  });
});

describe('metrics', () => {
  it('are read under the names, the namespace and the dimension under which the functions write them', () => {
    const ours = Object.values(withMail.findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties)
      .filter(({ Namespace }) => Namespace === METRIC_NAMESPACE);
    expect(ours.length).toBeGreaterThan(4);
    for (const { MetricName, Dimensions } of ours) {
      expect(Object.keys(METRICS)).toContain(MetricName);
      expect(Dimensions).toEqual([{ Name: 'service', Value: 'mvsep-pipeline' }]);
    }
    for (const { Properties } of Object.values(withMail.findResources('AWS::Lambda::Function'))) {
      expect(Properties.Environment.Variables).toMatchObject({
        POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
        POWERTOOLS_SERVICE_NAME: 'mvsep-pipeline',
      });
    }
  });

  it('stand on a dashboard with no more metrics than a free one may have', () => {
    const [board] = Object.values(withMail.findResources('AWS::CloudWatch::Dashboard'));
    const body: string = JSON.stringify(board?.Properties.DashboardBody).replaceAll('\\', '');
    const names = new Set(Object.keys(METRICS).filter((name) => body.includes(`"${name}"`)));
    const ofFunctions = body.match(/"AWS\/(?:Lambda|States|SQS)"/g) ?? [];
    expect(names.size + ofFunctions.length).toBeLessThanOrEqual(50);
  });

  it('all stand on the dashboard or in an alarm, and in the documents', () => {
    const boards = JSON.stringify(withMail.findResources('AWS::CloudWatch::Dashboard'));
    const page = readFileSync('docs/operation.md', 'utf8');
    for (const name of Object.keys(METRICS)) {
      expect(boards).toContain(name);
      expect(page).toContain(`\`${name}\``);
    }
  });
});
