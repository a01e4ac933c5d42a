import { access, constants, mkdir } from 'node:fs/promises';
import { findSeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';
import { chooseOffers } from '../../shared/separators/offers/choose-offers.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import type { CommandLine } from './command-line.ts';
import { settingsOfStart } from './settings-of-start.ts';

/**
 * Makes sure that the engine on this machine can do what was asked for, and that there is room for what comes out,
 * before anything starts.
 *
 * @throws WrongUsage
 */
export async function checkOrder({
  metadata,
  outputDirectory,
  ...asked
}: Pick<CommandLine, 'metadata' | 'outputDirectory' | 'settings' | 'unlimitedUploads'>): Promise<void> {
  const type = metadata['sep-type'];
  // What needs a second file to compare with cannot be done with the one song of an order.
  const { engine } = settingsOfStart(asked).read;
  const separators = chooseOffers(engine).filter(
    ({ sepType }) => findSeparationType(sepType)?.input === 'one-file',
  );
  const known = [...separators.map(({ sepType }) => sepType), ...engine.operatorTypes];
  if (type !== undefined && !known.includes(Number(type))) {
    const possible = separators
      .map(({ sepType, algorithm }) => `  --type ${sepType}   ${algorithm}`)
      .join('\n');
    throw new WrongUsage(
      `The engine on this machine cannot run --type ${type}. It runs:\n${possible}\n` +
        `A type that a model of your own serves wants --settings '{"engine":{"operatorTypes":[${type}]}}'.`,
    );
  }
  try {
    await mkdir(outputDirectory, { recursive: true });
    await access(outputDirectory, constants.W_OK);
  } catch (cause) {
    throw new WrongUsage(`Nothing can be written to ${outputDirectory}. Choose another folder with --out.`, {
      cause,
    });
  }
}
