/** A repeatable stream of numbers in [0, 1): the same seed gives the same song on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  // A 32-bit Weyl sequence with a multiply-xorshift finish: short, and even enough for noise.
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
