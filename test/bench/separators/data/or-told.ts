/** What comes of some work; undefined, with the reason printed, when it fails. A song less is no reason to measure nothing. */
export async function orTold<T>(otherwise: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    console.error(`${otherwise}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
