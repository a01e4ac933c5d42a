import * as z from 'zod';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { cfnNumber, cfnString } from '../property-types.ts';
import { resourceModel } from '../resource-model.ts';

/** AWS::Lambda::Function on a Node.js runtime, with its code in an asset of the assembly. */
export const lambdaFunction = resourceModel({
  type: 'AWS::Lambda::Function',
  schema: z.strictObject({
    FunctionName: cfnString.optional(),
    Code: z.strictObject({ S3Bucket: cfnString, S3Key: cfnString }),
    Handler: cfnString,
    Runtime: z.string().regex(/^nodejs\d+\.x$/, 'only Node.js runtimes are modelled'),
    Role: cfnString,
    Timeout: cfnNumber.default(3),
    MemorySize: cfnNumber.default(128),
    Environment: z.strictObject({ Variables: z.record(z.string(), cfnString) }).optional(),
    ReservedConcurrentExecutions: cfnNumber.optional(),
    PackageType: z.literal('Zip').optional(),
  }),
  withoutEffect: {
    Architectures: "bundles are JavaScript and run on this machine's own processor",
    Description: 'text for people',
    EphemeralStorage: "the size of /tmp is that of the user's own disk",
    LoggingConfig: 'lines go to the log of the local cloud as the function writes them',
    RecursiveLoop: 'loops are not detected here',
    RuntimeManagementConfig: 'the runtime is the Node.js that runs the local cloud',
    SnapStart: 'a start costs nothing here',
    Tags: 'tags of resources are read by nothing here',
    TracingConfig: 'there is no X-Ray',
  },
  nameProperty: 'FunctionName',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 64),
  reference: ({ name }) => name,
  attributes: { Arn: ({ name }) => arn('lambda', `function:${name}`) },
});
