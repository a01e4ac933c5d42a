import * as z from 'zod';
import { arn } from '../arn.ts';
import { generatedId, physicalName } from '../physical-name.ts';
import { cfnBoolean, cfnNumber, cfnString } from '../property-types.ts';
import { type ResourceIdentity, resourceModel } from '../resource-model.ts';

/** AWS appends six random characters to a secret's name; here they are the same on every start. */
const secretArn = ({ stack, logicalId, name }: ResourceIdentity) =>
  arn('secretsmanager', `secret:${name}-${generatedId(stack, logicalId, 6)}`);

/** AWS::SecretsManager::Secret */
export const secret = resourceModel({
  type: 'AWS::SecretsManager::Secret',
  schema: z.strictObject({
    Name: cfnString.optional(),
    Description: cfnString.optional(),
    SecretString: cfnString.optional(),
    GenerateSecretString: z
      .strictObject({
        PasswordLength: cfnNumber.optional(),
        ExcludeCharacters: cfnString.optional(),
        ExcludeLowercase: cfnBoolean.optional(),
        ExcludeNumbers: cfnBoolean.optional(),
        ExcludePunctuation: cfnBoolean.optional(),
        ExcludeUppercase: cfnBoolean.optional(),
        IncludeSpace: cfnBoolean.optional(),
        RequireEachIncludedType: cfnBoolean.optional(),
        SecretStringTemplate: cfnString.optional(),
        GenerateStringKey: cfnString.optional(),
      })
      .optional(),
  }),
  withoutEffect: {
    KmsKeyId: "secrets lie on the user's own disk",
    Tags: 'tags of resources are read by nothing here',
  },
  nameProperty: 'Name',
  physicalName: (stack, logicalId) => physicalName(stack, logicalId, 256),
  reference: secretArn,
  attributes: { Id: secretArn },
});
