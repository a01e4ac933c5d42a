/** Failures whose own sentence says how to put things right. Another try of the same song would end in the same way. */
const SAY_IT_THEMSELVES: readonly string[] = [
  'UnusableAudio',
  'InvalidSeparation',
  'StemsKeyTooLong',
  'WrongRecipe',
  'SourceChanged',
  'EarlierStepFailed',
];

/** Whether the sentence of an error needs no advice to try again. */
export function saysWhatToDo(errorName: string): boolean {
  return SAY_IT_THEMSELVES.includes(errorName);
}
