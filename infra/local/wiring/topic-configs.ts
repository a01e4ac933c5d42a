import type { TopicConfig } from '../sns/local-sns.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import { subscription } from '../template/resources/subscription.ts';
import { topic } from '../template/resources/topic.ts';

/** The topics of the templates, each with its subscribers. */
export function topicConfigs(stacks: LoadedStacks): TopicConfig[] {
  const subscriptions = stacks.of(subscription).map(({ properties }) => properties);
  return stacks.of(topic).map(({ identity }) => {
    const topicArn = topic.reference(identity);
    const own = subscriptions.filter(({ TopicArn }) => TopicArn === topicArn);
    return { arn: topicArn, subscribers: own.map(({ Endpoint }) => Endpoint) };
  });
}
