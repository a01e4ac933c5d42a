import { AwsServiceError } from '../aws-service-error.ts';
import type { SecretVersion, StoredSecret } from './secret-store.ts';

/** The larger limit of the two that Secrets Manager has for a value. */
const MAXIMUM_VALUE_BYTES = 65_536;

/**
 * A secret with one more version. The stages it takes leave the versions that had them; whoever loses
 * AWSCURRENT becomes AWSPREVIOUS; a version without a stage is dropped.
 *
 * @throws AwsServiceError InvalidParameterException unless exactly one value is given, of at most 64 KiB;
 *   ResourceExistsException when the version id is taken by another value.
 */
export function putVersion(secret: StoredSecret, version: SecretVersion): StoredSecret {
  refuseBadValue(version);
  const same = secret.versions.find(({ versionId }) => versionId === version.versionId);
  if (same !== undefined) {
    if (same.secretString === version.secretString && same.secretBinary === version.secretBinary)
      return secret;
    throw new AwsServiceError(
      'ResourceExistsException',
      `The version ${version.versionId} exists with another value; a version never changes.`,
    );
  }
  const taken = new Set(version.stages);
  const currentMoves = taken.has('AWSCURRENT');
  if (currentMoves) taken.add('AWSPREVIOUS');
  const others = secret.versions.map((other) => ({
    ...other,
    stages: [
      ...other.stages.filter((stage) => !taken.has(stage)),
      ...(currentMoves && other.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : []),
    ],
  }));
  const versions = [...others.filter(({ stages }) => stages.length > 0), version];
  return { ...secret, changedSeconds: version.createdSeconds, versions };
}

function refuseBadValue({ secretString, secretBinary }: SecretVersion): void {
  if ((secretString === undefined) === (secretBinary === undefined)) {
    throw new AwsServiceError(
      'InvalidParameterException',
      'You must provide either SecretString or SecretBinary.',
    );
  }
  const bytes =
    secretString === undefined
      ? Buffer.from(secretBinary ?? '', 'base64').length
      : Buffer.byteLength(secretString);
  if (bytes === 0 || bytes > MAXIMUM_VALUE_BYTES) {
    throw new AwsServiceError(
      'InvalidParameterException',
      `A secret value has between 1 and ${MAXIMUM_VALUE_BYTES} bytes, not ${bytes}.`,
    );
  }
}
