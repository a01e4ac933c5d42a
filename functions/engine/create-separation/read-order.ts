import * as z from 'zod';
import { OUTPUT_ENCODINGS } from '../../../shared/engine/output-encoding.ts';
import { EngineRefusal } from '../../../shared/errors/engine-refusal.ts';
import { InvalidSeparation } from '../../../shared/errors/invalid-separation.ts';
import type { Separation } from '../../../shared/mvsep/catalogue/separation.ts';
import { findSeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import { validateSeparation } from '../../../shared/mvsep/catalogue/validate-separation.ts';
import { createSeparation } from '../../../shared/mvsep/contract/create-separation.ts';
import { findSeparator, SEPARATORS } from '../../../shared/separators/registry.ts';

/** What a create call asks for, beside the audio itself. */
export interface Order {
  readonly separation: Separation;
  readonly url: string | undefined;
  readonly webhookUrl: string | undefined;
}

/** Refusals that the service itself words like this (its spelling). */
const FIELD_MESSAGES: Readonly<Record<string, string>> = {
  sep_type: 'Seperation type is not set',
  remote_type: 'Set remote_type to direct, or leave it out.',
};

const httpUrl = z.url({ protocol: /^https?$/ });

/**
 * Reads the fields of a create call.
 *
 * @throws EngineRefusal (400) naming what is wrong, or what this Engine can do instead.
 */
export function readOrder(fields: Readonly<Record<string, string>>): Order {
  const parsed = createSeparation.params.safeParse(fields);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0]);
    throw new EngineRefusal(400, FIELD_MESSAGES[field] ?? `The field ${field} has no allowed value.`);
  }
  const { sep_type: separationType, output_format: outputFormat, url, webhook_url: webhookUrl } = parsed.data;
  const { add_opt1, add_opt2, add_opt3, add_opt4, remote_type: remoteType } = parsed.data;
  requireHttp(url, 'url');
  requireHttp(webhookUrl, 'webhook_url');
  if (url !== undefined && remoteType !== 'direct') {
    throw new EngineRefusal(
      400,
      `This server fetches direct links only, not ${remoteType}. Give a direct link.`,
    );
  }
  const known = findSeparationType(separationType)?.fields.map(({ key }) => key) ?? [];
  const options = present({ add_opt1, add_opt2, add_opt3, add_opt4 }, known);
  return { separation: servable({ separationType, options, outputFormat }), url, webhookUrl };
}

function servable(wanted: Separation): Separation {
  if (findSeparator(wanted.separationType) === undefined) {
    const types = SEPARATORS.map(({ sepType }) => `${sepType} (${findSeparationType(sepType)?.name})`);
    throw new EngineRefusal(
      400,
      `This server cannot do separation type ${wanted.separationType} yet. Set sep_type to ${types.join(' or ')}.`,
    );
  }
  if (!OUTPUT_ENCODINGS.some(({ id }) => id === wanted.outputFormat)) {
    const formats = OUTPUT_ENCODINGS.map(({ id, name }) => `${id} (${name})`);
    throw new EngineRefusal(
      400,
      `This server cannot write output format ${wanted.outputFormat} yet. Set output_format to ${formats.join(' or ')}.`,
    );
  }
  try {
    return validateSeparation(wanted);
  } catch (error) {
    if (error instanceof InvalidSeparation) throw new EngineRefusal(400, error.message, { cause: error });
    throw error;
  }
}

function requireHttp(link: string | undefined, field: string): void {
  if (link === undefined || httpUrl.safeParse(link).success) return;
  throw new EngineRefusal(400, `The field ${field} is not an http or https address.`);
}

/** The options that are set and that the type knows: others are ignored, as any unknown field is. */
function present(
  options: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      value === undefined || !known.includes(name) ? [] : [[name, value]],
    ),
  );
}
