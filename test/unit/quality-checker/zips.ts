import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { ZipFile } from 'yazl';

/** A zip as any program makes it. */
export async function honestZip(
  files: Readonly<Record<string, Buffer>>,
  options: { readonly zip64?: boolean; readonly store?: boolean } = {},
): Promise<Buffer> {
  const { zip64: forceZip64Format = false, store = false } = options;
  const zip = new ZipFile();
  for (const [path, bytes] of Object.entries(files)) {
    zip.addBuffer(bytes, path, { compress: !store, forceZip64Format, mtime: new Date(2026, 0, 1) });
  }
  zip.end({ forceZip64Format, comment: '' });
  return buffer(zip.outputStream);
}

/** One file of a zip that is put together by hand; what is not said is true. */
export interface ZipRecord {
  readonly name: string | Buffer;
  readonly data: Buffer;
  /** Sizes and checksum that the directory claims. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly crc?: number;
  readonly method?: number;
  readonly comment?: string;
  readonly flags?: number;
  /** The mode that Unix keeps. */
  readonly mode?: number;
  /** Where the directory says that it lies. */
  readonly offset?: number;
}

/** A zip that may say of itself what is not so. */
export function handmadeZip(records: readonly ZipRecord[], claimedEntries = records.length): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const record of records) {
    const name = typeof record.name === 'string' ? Buffer.from(record.name) : record.name;
    const packed = deflateRawSync(record.data);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800 | (record.flags ?? 0), 2);
    shared.writeUInt16LE(record.method ?? 8, 4);
    shared.writeUInt32LE(record.crc ?? crc32(record.data), 10);
    shared.writeUInt32LE(record.packedSize ?? packed.length, 14);
    shared.writeUInt32LE(record.size ?? record.data.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([signature(0x04034b50), shared, name, packed]);
    const comment = Buffer.from(record.comment ?? '');
    const tail = Buffer.alloc(14);
    tail.writeUInt16LE(comment.length, 0);
    tail.writeUInt32LE(((record.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(record.offset ?? offset, 10);
    directory.push(signature(0x02014b50), Buffer.from([20, 3]), shared, tail, name, comment);
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(claimedEntries, 4);
  end.writeUInt16LE(claimedEntries, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listed, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
