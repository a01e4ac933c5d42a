import * as z from 'zod';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { cfnString } from '../property-types.ts';
import { type ResourceIdentity, resourceModel } from '../resource-model.ts';

const machineArn = ({ name }: ResourceIdentity) => arn('states', `stateMachine:${name}`);

/** AWS::StepFunctions::StateMachine of type Standard. */
export const stateMachine = resourceModel({
  type: 'AWS::StepFunctions::StateMachine',
  schema: z.strictObject({
    StateMachineName: cfnString.optional(),
    StateMachineType: z.literal('STANDARD', 'Express workflows are not modelled').optional(),
    DefinitionString: cfnString,
    RoleArn: cfnString,
  }),
  withoutEffect: {
    EncryptionConfiguration: "histories lie on the user's own disk",
    LoggingConfiguration: 'the history of an execution is read with GetExecutionHistory',
    Tags: 'tags of resources are read by nothing here',
    TracingConfiguration: 'there is no X-Ray',
  },
  nameProperty: 'StateMachineName',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 80),
  reference: machineArn,
  attributes: { Arn: machineArn, Name: ({ name }) => name },
});
