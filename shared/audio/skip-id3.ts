import type { SeekingReader } from '../streams/seeking-reader.ts';

/** Goes to where sound begins: behind the ID3v2 tags (https://id3.org/id3v2.4.0-structure). */
export async function skipId3(file: SeekingReader): Promise<void> {
  for (;;) {
    const header = await file.peek(10);
    if (header.length < 10 || header.toString('latin1', 0, 3) !== 'ID3') return;
    const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + ((header[index] ?? 0) & 127), 0);
    const footer = ((header[5] ?? 0) & 0x10) === 0 ? 0 : 10;
    await file.seek(file.position + 10 + size + footer);
  }
}
