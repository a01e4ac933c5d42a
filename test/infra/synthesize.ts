import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { addStacks } from '../../infra/add-stacks.ts';

const { context } = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync('cdk.json', 'utf8')));

/** The app with these settings, not yet synthesized and without its bundles. */
export function appWith(settings: unknown): App {
  const app = new App({ context: { ...context, settings, 'aws:cdk:bundling-stacks': [] } });
  addStacks(app);
  return app;
}

/** The template of one stack, as it would be deployed. */
export function templateOf(app: App, stackName: string): Template {
  const stack = app.node.tryFindChild(stackName);
  if (!(stack instanceof Stack)) throw new Error(`There is no stack ${stackName}.`);
  return Template.fromStack(stack);
}
