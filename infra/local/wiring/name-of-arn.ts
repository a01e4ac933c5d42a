/** The name at the end of an ARN: "arn:…:role/reader" → "reader", "arn:…:function:f" → "f". */
export function nameOfArn(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}
