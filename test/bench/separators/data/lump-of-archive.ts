/** A file by name out of the archive of a game (WAD): a header, then a directory of place, size and name. */
export function lumpOfArchive(archive: Buffer, name: string): Buffer {
  const count = archive.readUInt32LE(4);
  const directory = archive.readUInt32LE(8);
  for (let entry = directory; entry < directory + 16 * count; entry += 16) {
    if (archive.toString('latin1', entry + 8, entry + 16).replace(/\0+$/, '') !== name) continue;
    const place = archive.readUInt32LE(entry);
    return archive.subarray(place, place + archive.readUInt32LE(entry + 4));
  }
  throw new Error(`There is no ${name} in the archive.`);
}
