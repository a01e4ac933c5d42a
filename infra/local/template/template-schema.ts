import * as z from 'zod';

const anyObject = z.record(z.string(), z.unknown());

const parameter = z.strictObject({
  Type: z.string(),
  Default: z.union([z.string(), z.number()]).optional(),
  AllowedValues: z.array(z.union([z.string(), z.number()])).optional(),
  AllowedPattern: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
  ConstraintDescription: z.string().optional(),
  Description: z.string().optional(),
  NoEcho: z.union([z.boolean(), z.string()]).optional(),
});

/**
 * A resource of a template. DependsOn and the deletion policies have no effect here: everything is
 * created at once, and nothing is ever replaced or deleted by a deployment.
 */
const resource = z.strictObject({
  Type: z.string(),
  Properties: anyObject.default({}),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Metadata: anyObject.optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

const output = z.strictObject({
  Value: z.unknown(),
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
});

/**
 * A CloudFormation template as the CDK synthesizes it. Sections that change meaning (Transform) are
 * refused by being absent from this schema; Rules only assert the version of the CDK's bootstrap stack,
 * which does not exist here.
 */
export const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: anyObject.optional(),
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Rules: z.strictObject({ CheckBootstrapVersion: z.unknown() }).partial().optional(),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).default({}),
});

export type Template = z.output<typeof templateSchema>;
export type TemplateParameter = z.output<typeof parameter>;
export type TemplateResource = z.output<typeof resource>;
