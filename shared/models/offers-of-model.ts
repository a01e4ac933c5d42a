import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import { findSeparationType } from '../mvsep/catalogue/separation-type.ts';
import type { Offer } from '../separators/offer.ts';
import type { ChosenModel } from './chosen-model.ts';
import { modelNetwork } from './model-network.ts';
import { type ModelOutput, modelOutputs } from './model-outputs.ts';
import type { ServedType } from './model-sidecar.ts';
import { modelSlug } from './model-slug.ts';
import type { RegisteredModel } from './registered-model.ts';

const OPTION_KEYS = ['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4'] as const;

/** What a registered model offers: one offer for each type that its sidecar names. */
export function offersOfModel(model: RegisteredModel): Offer[] {
  const { file, sidecar } = model;
  const { name, description, source, licence } = sidecar;
  const facts = [description.trim(), `Source: ${source}.`, `Licence: ${licence}.`].filter(
    (text) => text !== '',
  );
  return sidecar.serves.map((served) => {
    const outputs = modelOutputs(sidecar, served);
    const wanted = wantedOptions(served);
    return {
      sepType: served.sep_type,
      separator: modelSlug(file),
      standing: served.standing,
      algorithm: name,
      description: [
        `A model that the operator of this server added: ${name}.`,
        ...facts,
        ...wanted.map(({ key, values }) => `It is taken only with ${key} set to ${values.join(' or ')}.`),
      ].join(' '),
      russian: {
        algorithm: name,
        description: [
          `Модель, добавленная оператором этого сервера: ${name}.`,
          ...facts,
          ...wanted.map(({ key, values }) => `Работает, только если ${key} равно ${values.join(' или ')}.`),
        ].join(' '),
      },
      model: chosenFrom(model, outputs),
      stems: () => outputs.map(({ label, name: stem }) => ({ label, name: stem })),
      problem: (options) => optionProblem(name, served, options),
    };
  });
}

function chosenFrom({ file, sidecar }: RegisteredModel, outputs: readonly ModelOutput[]): ChosenModel {
  return {
    file,
    name: sidecar.name,
    sha256: sidecar.sha256,
    network: modelNetwork.parse(sidecar),
    stems: sidecar.stems,
    outputs: outputs.map(({ of }) => of),
  };
}

/** The options for some of whose values only a model serves a type, and these values. */
function wantedOptions({ options }: ServedType) {
  return OPTION_KEYS.flatMap((key) => (options[key] === undefined ? [] : [{ key, values: options[key] }]));
}

/** Options that are absent stand for their defaults. */
function optionProblem(name: string, served: ServedType, options: SeparationOptions): string | undefined {
  const fields = findSeparationType(served.sep_type)?.fields ?? [];
  for (const { key, values } of wantedOptions(served)) {
    const value = options[key] ?? fields.find((field) => field.key === key)?.default;
    if (value !== undefined && values.includes(value)) continue;
    return `The model "${name}" of this server does type ${served.sep_type} only with ${key} set to ${values.join(' or ')}.`;
  }
  return undefined;
}
