import * as z from 'zod';

const retrier = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number().default(1),
  MaxAttempts: z.int().default(3),
  BackoffRate: z.number().default(2),
  MaxDelaySeconds: z.number().optional(),
});
const catcher = z.object({
  ErrorEquals: z.array(z.string()),
  ResultPath: z.string().regex(/^\$\.\w+$/),
  Next: z.string(),
});
const common = {
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Comment: z.string().optional(),
  Retry: z.array(retrier).default([]),
  Catch: z.array(catcher).default([]),
};

const task = z.strictObject({
  ...common,
  Type: z.literal('Task'),
  Resource: z.string(),
  TimeoutSeconds: z.number(),
  Parameters: z.object({ FunctionName: z.string(), Payload: z.record(z.string(), z.string()) }).optional(),
});
const choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(
    z.strictObject({ Variable: z.string().regex(/^\$\.\w+$/), IsPresent: z.literal(true), Next: z.string() }),
  ),
  Default: z.string(),
});
const fail = z.strictObject({ ...common, Type: z.literal('Fail') });
const map = z.strictObject({
  ...common,
  Type: z.literal('Map'),
  ItemsPath: z.string().regex(/^\$\.\w+$/),
  ResultPath: z.null(),
  MaxConcurrency: z.int().optional(),
  get ItemProcessor() {
    return branch.extend({ ProcessorConfig: z.object({ Mode: z.literal('INLINE') }) });
  },
});
const branch = z.object({
  StartAt: z.string(),
  get States() {
    return z.record(z.string(), z.discriminatedUnion('Type', [task, choice, fail, map]));
  },
});

/** The parts of the Amazon States Language that the workflow uses, and no others: anything else is refused. */
export const workflowDefinition = branch;

export type Branch = z.infer<typeof branch>;
export type State = z.infer<typeof task> | ChoiceState | z.infer<typeof fail> | z.infer<typeof map>;
export type ChoiceState = z.infer<typeof choice>;
export type TaskState = z.infer<typeof task>;
export type MapState = z.infer<typeof map>;
