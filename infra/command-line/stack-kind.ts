/** Which of the app's stacks a program works on, and how it is found and spoken of. */
export interface StackKind {
  /** In sentences: `the Engine`. */
  readonly noun: string;
  /** Its name on the local cloud. */
  readonly localName: string;
  /** An output that it has and no other stack, an ARN. */
  readonly knownBy: string;
  /** How to get one where there is none. */
  readonly toDeploy: string;
}

export const ENGINE: StackKind = {
  noun: 'Engine',
  localName: 'Engine',
  knownBy: 'OwnerTokenSecretArn',
  toDeploy: `npm run deploy -- -c settings='{"upstream":"engine"}'`,
};

export const PIPELINE: StackKind = {
  noun: 'Pipeline',
  localName: 'Pipeline',
  knownBy: 'MvsepTokenSecretArn',
  toDeploy: 'npm run deploy',
};
