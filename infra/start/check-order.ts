import { access, constants, mkdir } from 'node:fs/promises';
import { findSeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';
import { chooseOffers } from '../../shared/separators/offers/choose-offers.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import type { CommandLine } from './command-line.ts';

/**
 * Makes sure that the engine on this machine can do what was asked for, and that there is room for what comes out,
 * before anything starts.
 *
 * @throws WrongUsage
 */
export async function checkOrder({ metadata, outputDirectory }: CommandLine): Promise<void> {
  const type = metadata['sep-type'];
  // What needs a second file to compare with cannot be done with the one song of an order.
  const separators = chooseOffers({ substitutes: true, approximate: false }).filter(
    ({ sepType }) => findSeparationType(sepType)?.input === 'one-file',
  );
  if (type !== undefined && !separators.some(({ sepType }) => sepType === Number(type))) {
    const possible = separators
      .map(({ sepType, algorithm }) => `  --type ${sepType}   ${algorithm}`)
      .join('\n');
    throw new WrongUsage(`The engine on this machine cannot run --type ${type}. It runs:\n${possible}`);
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
