import { PutObjectCommand } from '@aws-sdk/client-s3';
import { decodePlanar } from '../../../shared/audio/planar-samples.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import type { SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { songPlan } from '../../../shared/engine/song-plan.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { cellOf } from '../../../shared/notes/cell-of.ts';
import { createNotes } from '../../../shared/notes/create-notes.ts';
import type { NoteActivity } from '../../../shared/notes/note-activity.ts';
import { writeMidi } from '../../../shared/notes/write-midi.ts';
import type { WriteStemDeps } from './write-stem.ts';

/**
 * Makes notes of what was heard in all chunks, and writes them to a MIDI file: whatever output format was asked for,
 * there is only this one. The whole song is in memory, 60 kB a second.
 *
 * @returns how many bytes the file has.
 */
export async function writeNotes(
  deps: WriteStemDeps,
  record: SeparationRecord,
  { name, fileName }: { readonly name: string; readonly fileName: string },
): Promise<number> {
  const Body = writeMidi(createNotes(await readActivity(deps, record, name)));
  const Key = storageKeys.stemFile(fileName);
  await deps.s3.send(new PutObjectCommand({ Bucket: deps.bucket, Key, Body, ContentType: 'audio/midi' }));
  return Body.length;
}

async function readActivity(
  { s3, bucket }: WriteStemDeps,
  record: SeparationRecord,
  name: string,
): Promise<NoteActivity> {
  const { samples, chunks } = songPlan(record);
  const song = { notes: new Float32Array(cellOf(samples)), onsets: new Float32Array(cellOf(samples)) };
  for (const { index, coreStart } of chunks) {
    const bytes = await readObject(s3, bucket, storageKeys.stemChunk(record.hash, index, name));
    const [notes = [], onsets = []] = decodePlanar(bytes, 2);
    song.notes.set(notes, cellOf(coreStart));
    song.onsets.set(onsets, cellOf(coreStart));
  }
  return song;
}
