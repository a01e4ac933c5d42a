import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EVENT_SOURCE } from '../../shared/jobs/pipeline-event.ts';
import type { HouseFunction } from './house-function.ts';

/** Lets a function put events on the default bus, as the Pipeline and as nobody else. */
export function maySpeak(speaker: HouseFunction): void {
  const bus = Stack.of(speaker).formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: 'default',
  });
  speaker.addToRolePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['events:PutEvents'],
      resources: [bus],
      conditions: { StringEquals: { 'events:source': EVENT_SOURCE } },
    }),
  );
}
