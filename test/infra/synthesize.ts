import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import * as z from 'zod';
import { addStacks } from '../../infra/add-stacks.ts';

const { context } = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync('cdk.json', 'utf8')));

/** The app with these settings, not yet synthesized and without its bundles. */
export function appWith(settings: unknown): App {
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), 'synthesized-')),
    context: { ...context, settings, 'aws:cdk:bundling-stacks': [] },
  });
  addStacks(app);
  return app;
}

/** The template of one stack, as it would be deployed. */
export function templateOf(app: App, stackName: string): Template {
  return Template.fromStack(stackOf(app, stackName));
}

function stackOf(app: App, stackName: string): Stack {
  const stack = app.node.tryFindChild(stackName);
  if (!(stack instanceof Stack)) throw new Error(`There is no stack ${stackName}.`);
  return stack;
}

/** A task of a state machine, with the logical id of the function that it runs. */
export interface TaskOfTemplate {
  readonly name: string;
  readonly TimeoutSeconds: number;
  readonly functionId: string;
  readonly Retry: readonly {
    readonly ErrorEquals: readonly string[];
    readonly MaxAttempts?: number | undefined;
  }[];
}

const task = z.object({
  Type: z.literal('Task'),
  TimeoutSeconds: z.int(),
  Resource: z.string(),
  Parameters: z.object({ FunctionName: z.string() }).optional(),
  Retry: z.array(z.object({ ErrorEquals: z.array(z.string()), MaxAttempts: z.int().optional() })).default([]),
});
const map = z.object({ Type: z.literal('Map'), ItemProcessor: z.object({ States: z.unknown() }) });

/** The state machines of a template as they are written: references to functions become their logical ids. */
export function stateMachinesOf(
  template: Template,
): { readonly TimeoutSeconds: number; readonly tasks: readonly TaskOfTemplate[] }[] {
  return definitionsOf(template).map((definition) => {
    const { TimeoutSeconds, States } = z
      .object({ TimeoutSeconds: z.int(), States: z.record(z.string(), z.unknown()) })
      .parse(definition);
    return { TimeoutSeconds, tasks: tasksOf(States) };
  });
}

/** The definitions of the state machines of a template, whose functions are named by their logical ids. */
export function definitionsOf(template: Template): unknown[] {
  return Object.values(template.findResources('AWS::StepFunctions::StateMachine')).map(({ Properties }) =>
    JSON.parse(joined(Properties.DefinitionString)),
  );
}

/**
 * The definition of the one state machine of a stack, whose functions are named by their logical ids. Without a
 * synthesis: what is wrong elsewhere in the stack plays no part.
 */
export function definitionIn(app: App, stackName: string): unknown {
  const stack = stackOf(app, stackName);
  const [machine] = stack.node.findAll().filter((construct) => construct instanceof CfnStateMachine);
  if (machine === undefined) throw new Error(`The stack ${stackName} has no state machine.`);
  return JSON.parse(joined(stack.resolve(machine.definitionString)));
}

function tasksOf(states: Readonly<Record<string, unknown>>): TaskOfTemplate[] {
  return Object.entries(states).flatMap(([name, state]) => {
    const inner = map.safeParse(state);
    if (inner.success)
      return tasksOf(z.record(z.string(), z.unknown()).parse(inner.data.ItemProcessor.States));
    const parsed = task.safeParse(state);
    if (!parsed.success) return [];
    const { TimeoutSeconds, Resource, Parameters, Retry } = parsed.data;
    return [{ name, TimeoutSeconds, functionId: Parameters?.FunctionName ?? Resource, Retry }];
  });
}

/** `Fn::Join` with every `Fn::GetAtt` and `Ref` replaced by the logical id that it names. */
function joined(value: unknown): string {
  const { 'Fn::Join': join } = z
    .object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) })
    .parse(value);
  return join[1].map(logicalIdOf).join(join[0]);
}

function logicalIdOf(part: unknown): string {
  const reference = z
    .union([
      z.string(),
      z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
      z
        .object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
        .transform((value) => value['Fn::GetAtt'][0]),
    ])
    .parse(part);
  return reference;
}
