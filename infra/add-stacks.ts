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
  const pipeline = {
    settings,
    stackName: `${settings.name}-pipeline`,
    description: 'Songs in, stems out, through any server that speaks the MVSep API',
  };
  if (settings.upstream === 'engine') {
    const engine = new EngineStack(app, 'Engine', {
      settings,
      stackName: `${settings.name}-engine`,
      description: 'An MVSep API of your own',
    });
    new PipelineStack(app, 'Pipeline', { ...pipeline, engine });
  } else {
    new PipelineStack(app, 'Pipeline', pipeline);
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
