import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Deployment } from './deployment.ts';
import type { StackKind } from './stack-kind.ts';
import { stackOutput } from './stack-output.ts';
import { WrongUsage } from './wrong-usage.ts';

/** What `cdk deploy --outputs-file` writes: the outputs of every stack. */
const outputsFile = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * The stack that `npm run deploy` brought to AWS, in the region where it is, with the credentials of the environment.
 *
 * @param file what the deployment wrote
 * @param stackName which one, where the file knows several of the kind
 * @throws Error or WrongUsage with a sentence when the file or the stack is missing.
 */
export async function awsDeployment(
  kind: StackKind,
  file: string,
  stackName: string | undefined,
): Promise<Deployment> {
  const { noun, knownBy } = kind;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(
      `There is no ${file}, which npm run deploy writes. Deploy from this folder, name the file with ` +
        `--outputs, or use --local for the ${noun} of npm start.`,
      { cause },
    );
  });
  const stacks = Object.entries(outputsFile.parse(JSON.parse(text)));
  const known = stacks.filter(([, outputs]) => outputs[knownBy] !== undefined);
  const named = known.filter(([name]) => stackName === undefined || name === stackName);
  const [only, ...others] = named;
  const names = known.map(([name]) => name).join(', ');
  if (only === undefined) {
    if (names !== '') throw new WrongUsage(`${file} knows no ${noun} ${stackName}, but ${names}.`);
    throw new Error(`${file} knows no ${noun}. Deploy one: ${kind.toDeploy}`);
  }
  if (others.length > 0)
    throw new WrongUsage(`${file} knows several of the kind ${noun}. Choose with --stack: ${names}.`);
  const [name, outputs] = only;
  // arn:aws:<service>:<region>:<account>:…
  const region = stackOutput(noun, outputs, knownBy).split(':')[3];
  if (region === undefined) throw new Error(`${file} holds no ARN as ${knownBy} of ${name}.`);
  return {
    name: `${name} in ${region}`,
    clientSettings: () => ({ region }),
    output: (output) => stackOutput(noun, outputs, output),
  };
}
