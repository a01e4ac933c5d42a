import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { EngineStack } from './engine/engine-stack.ts';
import { PipelineStack } from './pipeline/pipeline-stack.ts';
import { readSettings } from './settings.ts';

/**
 * Adds the stacks that the settings ask for, and the checks that no template leaves without.
 *
 * @throws UnusableSettings when a setting is wrong.
 */
export function addStacks(app: App): void {
  const settings = readSettings(app.node.tryGetContext('settings'));
  if (settings.upstream === 'engine') {
    const engine = new EngineStack(app, 'Engine', { settings, description: 'An MVSep API of your own' });
    new PipelineStack(app, 'Pipeline', { settings, engine, description: 'Songs in, stems out' });
  } else {
    new PipelineStack(app, 'Pipeline', { settings, description: 'Songs in, stems out' });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
