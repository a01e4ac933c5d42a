import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { WrongUsage } from '../start/wrong-usage.ts';
import type { Deployment } from './deployment.ts';
import { stackOutput } from './stack-output.ts';

/** What `cdk deploy --outputs-file` writes: the outputs of every stack. */
const outputsFile = z.record(z.string(), z.record(z.string(), z.string()));

/** An output that the Engine has and no other stack. */
const OF_THE_ENGINE = 'OwnerTokenSecretArn';

/**
 * The Engine that `npm run deploy` brought to AWS, in the region where it is, with the credentials of the
 * environment.
 *
 * @param stackName which one, where the file knows several.
 * @throws Error or WrongUsage with a sentence when the file or the stack is missing.
 */
export async function awsDeployment(file: string, stackName: string | undefined): Promise<Deployment> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(
      `There is no ${file}, which npm run deploy writes. Deploy from this folder, name the file with ` +
        '--outputs, or use --local for the Engine of npm start.',
      { cause },
    );
  });
  const stacks = Object.entries(outputsFile.parse(JSON.parse(text)));
  const engines = stacks.filter(([, outputs]) => outputs[OF_THE_ENGINE] !== undefined);
  const named = engines.filter(([name]) => stackName === undefined || name === stackName);
  const [only, ...others] = named;
  const names = engines.map(([name]) => name).join(', ');
  if (only === undefined) {
    if (names !== '') throw new WrongUsage(`${file} knows no Engine ${stackName}, but ${names}.`);
    throw new Error(
      `${file} knows no Engine. Deploy one: npm run deploy -- -c settings='{"upstream":"engine"}'`,
    );
  }
  if (others.length > 0)
    throw new WrongUsage(`${file} knows several Engines. Choose with --stack: ${names}.`);
  const [name, outputs] = only;
  // arn:aws:secretsmanager:<region>:<account>:secret:<name>
  const region = stackOutput(outputs, OF_THE_ENGINE).split(':')[3];
  if (region === undefined) throw new Error(`${file} holds no ARN as ${OF_THE_ENGINE} of ${name}.`);
  return {
    name: `${name} in ${region}`,
    clientSettings: () => ({ region }),
    output: (output) => stackOutput(outputs, output),
  };
}
