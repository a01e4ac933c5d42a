/** RF64 (EBU Tech 3306) and streaming writers put this where a size does not fit or is not known. */
const SIZE_ELSEWHERE = 0xffffffff;

export interface WavDataHeader {
  /** What the `data` chunk says of itself. */
  readonly declared: number;
  /** What a `ds64` chunk said before, if there was one. */
  readonly long: number | undefined;
  /** The four bytes behind the chunk's header, fewer at the end of the file. */
  readonly next: Buffer;
}

/** How many bytes the samples of a WAV file take by its headers; Infinity when they go on to its end. */
export function wavDataSize({ declared, long, next }: WavDataHeader): number {
  if (declared === SIZE_ELSEWHERE) return long ?? Number.POSITIVE_INFINITY;
  // A writer that could not seek back leaves 0; an empty file has nothing, or another chunk, behind it.
  const streamed = declared === 0 && !/^[A-Za-z][\w ]{3}$/.test(next.toString('latin1'));
  return streamed ? Number.POSITIVE_INFINITY : declared;
}
