/** All blocks of a stream as one array a channel. */
export async function joinBlocks(blocks: AsyncIterable<Float32Array[]>): Promise<Float32Array[]> {
  const pieces = await Array.fromAsync(blocks);
  const samples = pieces.reduce((sum, [first]) => sum + (first?.length ?? 0), 0);
  const whole = (pieces[0] ?? []).map(() => new Float32Array(samples));
  let offset = 0;
  for (const [index, piece] of pieces.entries()) {
    piece.forEach((channel, position) => {
      whole[position]?.set(channel, offset);
    });
    offset += piece[0]?.length ?? 0;
    // Let go of it at once: pieces and whole together would be twice the song.
    pieces[index] = [];
  }
  return whole;
}
