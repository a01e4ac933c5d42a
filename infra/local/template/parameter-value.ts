import type { TemplateParameter } from './template-schema.ts';
import { Unresolvable } from './unresolvable.ts';

/**
 * The value of a stack parameter, checked against the constraints that the template declares.
 * @param given What the caller passed; the template's default stands in when it is undefined.
 * @returns Text, or a list for CommaDelimitedList; numbers stay text as on CloudFormation.
 * @throws Unresolvable when no value exists or a constraint does not hold.
 */
export function parameterValue(
  name: string,
  parameter: TemplateParameter,
  given: string | undefined,
): string | string[] {
  const value = given ?? (parameter.Default === undefined ? undefined : String(parameter.Default));
  if (value === undefined) throw new Unresolvable(`the parameter ${name} has no default and was not given`);
  switch (parameter.Type) {
    case 'String':
      checkText(name, parameter, value);
      return value;
    case 'Number':
      checkNumber(name, parameter, value);
      return value;
    case 'CommaDelimitedList':
      return value.split(',').map((item) => item.trim());
    default:
      throw new Unresolvable(`the parameter type ${parameter.Type} of ${name} is not modelled`);
  }
}

function checkText(name: string, parameter: TemplateParameter, value: string): void {
  const { AllowedValues, AllowedPattern, MinLength = 0, MaxLength = Number.POSITIVE_INFINITY } = parameter;
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(value)) {
    refuse(name, parameter, `must be one of ${AllowedValues.join(', ')}`);
  }
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(value)) {
    refuse(name, parameter, `must match ${AllowedPattern}`);
  }
  if (value.length < MinLength || value.length > MaxLength) {
    refuse(name, parameter, `must have ${MinLength} to ${MaxLength} characters`);
  }
}

function checkNumber(name: string, parameter: TemplateParameter, value: string): void {
  const number = Number(value);
  const {
    AllowedValues,
    MinValue = Number.NEGATIVE_INFINITY,
    MaxValue = Number.POSITIVE_INFINITY,
  } = parameter;
  if (value.trim() === '' || Number.isNaN(number)) refuse(name, parameter, 'must be a number');
  if (AllowedValues !== undefined && !AllowedValues.map(Number).includes(number)) {
    refuse(name, parameter, `must be one of ${AllowedValues.join(', ')}`);
  }
  if (number < MinValue || number > MaxValue) refuse(name, parameter, `must lie in ${MinValue}…${MaxValue}`);
}

/** The value itself is left out of the sentence: it may be a secret. */
function refuse(name: string, parameter: TemplateParameter, rule: string): never {
  throw new Unresolvable(`the parameter ${name} ${parameter.ConstraintDescription ?? rule}`);
}
