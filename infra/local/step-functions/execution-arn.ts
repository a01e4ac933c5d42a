/** ARN of an execution: that of its machine with "execution" for "stateMachine", and the name behind it. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
