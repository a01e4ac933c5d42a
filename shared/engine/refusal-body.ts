/**
 * An error as every client of the API finds it: some read `errors[0]`, some `message`, some `data.message`.
 *
 * @param byField sentences by field, for calls whose clients read `message` as an object of arrays.
 */
export function refusalBody(message: string, byField?: Readonly<Record<string, readonly string[]>>) {
  if (byField === undefined) {
    return { success: false, errors: [message], message, data: { message } } as const;
  }
  const errors = Object.values(byField).flat();
  return { success: false, errors, message: byField, data: { message: errors[0] ?? message } } as const;
}
