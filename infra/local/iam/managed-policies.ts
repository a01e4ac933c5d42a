/**
 * Policies managed by AWS that grant nothing the local cloud checks. Any other is refused: not knowing what
 * it grants, the local cloud would deny calls that succeed on AWS.
 */
const WITHOUT_GRANTS_HERE: Readonly<Record<string, string>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': 'writing logs',
  'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess': 'writing traces',
  'arn:aws:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy': 'writing logs',
};

/** @throws Error naming the first managed policy that is not modelled. */
export function checkManagedPolicies(arns: readonly string[], where: string): void {
  const unknown = arns.find((arn) => !Object.hasOwn(WITHOUT_GRANTS_HERE, arn));
  if (unknown === undefined) return;
  throw new Error(
    `${where}: the managed policy ${unknown} is not modelled. Write the grants into a policy of the role.`,
  );
}
