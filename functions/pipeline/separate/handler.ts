/** Not written yet. */
export async function handler(_event: unknown): Promise<void> {
  throw new Error('This function is not written yet.');
}
