import type { SampleTables } from './mp4-track.ts';

interface Mp4Sample {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Where each coded piece of a track lies, in the order in which they play. Read from the tables as it goes on: what they
 * claim takes no memory.
 */
export function* mp4Samples(tables: SampleTables): Generator<Mp4Sample> {
  const sizes = sampleSizes(tables.stsz);
  const perChunk = samplesPerChunk(tables.stsc);
  let chunk = 0;
  for (let offset of chunkOffsets(tables)) {
    chunk++;
    for (let left = perChunk(chunk); left > 0; left--) {
      const bytes = sizes.next().value;
      if (bytes === undefined) return;
      yield { offset, bytes };
      offset += bytes;
    }
  }
}

function* sampleSizes(stsz: Buffer): Generator<number, undefined> {
  if (stsz.length < 12) return;
  const [same, count] = [stsz.readUInt32BE(4), stsz.readUInt32BE(8)];
  for (let index = 0; index < count; index++) {
    const at = 12 + 4 * index;
    if (same === 0 && at + 4 > stsz.length) return;
    yield same === 0 ? stsz.readUInt32BE(at) : same;
  }
}

/** Each entry holds from a chunk on, counted from 1. Asked in rising order. */
function samplesPerChunk(stsc: Buffer): (chunk: number) => number {
  let offset = 8;
  let samples = 1;
  return (chunk) => {
    for (; offset + 12 <= stsc.length && stsc.readUInt32BE(offset) <= chunk; offset += 12) {
      samples = stsc.readUInt32BE(offset + 4);
    }
    return samples;
  };
}

function* chunkOffsets({ stco, co64 }: SampleTables): Generator<number, undefined> {
  for (let at = 8; stco !== undefined && at + 4 <= stco.length; at += 4) yield stco.readUInt32BE(at);
  if (stco !== undefined || co64 === undefined) return;
  for (let at = 8; at + 8 <= co64.length; at += 8) yield Number(co64.readBigUInt64BE(at));
}
