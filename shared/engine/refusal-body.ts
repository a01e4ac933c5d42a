/** An error as every client of the API finds it: some read `errors[0]`, some `message`, some `data.message`. */
export function refusalBody(message: string) {
  return { success: false, errors: [message], message, data: { message } } as const;
}
