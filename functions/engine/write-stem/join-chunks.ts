/**
 * Joins the stored chunks of a stem into one signal, a piece at a time. Each chunk reaches beyond its core by
 * a tail; where it does, it is faded into the next one. The fade is linear, since both say nearly the same.
 *
 * @param chunks each chunk's channels with its tail; read one after the other, never two at once.
 * @param tails how many samples of each chunk are tail.
 */
export async function* joinChunks(
  chunks: AsyncIterable<Float32Array[]>,
  tails: readonly number[],
): AsyncGenerator<Float32Array[]> {
  let before: Float32Array[] = [];
  let index = 0;
  for await (const chunk of chunks) {
    const coreLength = (chunk[0]?.length ?? 0) - (tails[index] ?? 0);
    const core = chunk.map((channel) => channel.subarray(0, coreLength));
    core.forEach((channel, position) => {
      fadeIn(channel, before[position]);
    });
    yield core;
    before = chunk.map((channel) => channel.slice(coreLength));
    index++;
  }
}

function fadeIn(channel: Float32Array, before: Float32Array | undefined): void {
  if (before === undefined) return;
  before.forEach((value, index) => {
    const share = (index + 0.5) / before.length;
    channel[index] = value * (1 - share) + (channel[index] ?? 0) * share;
  });
}
