/** One AWS::StepFunctions::StateMachine of the template, resolved. Standard workflows only. */
export interface MachineConfig {
  readonly arn: string;
  readonly name: string;
  /** The parsed DefinitionString. */
  readonly definition: object;
  /** The role its tasks act as. */
  readonly roleName: string;
}
