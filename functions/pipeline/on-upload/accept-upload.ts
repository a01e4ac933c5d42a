import { type SubmitSongDeps, submitSong } from '../../../shared/jobs/submit-song.ts';
import { songOfSidecar } from '../../../shared/recipes/sidecar-key.ts';
import { noteLateSidecar } from './note-late-sidecar.ts';
import type { UploadEvent } from './upload-event.ts';

/** Whatever was dropped under `uploads/`: a song becomes a job, and anything else does not. */
export async function acceptUpload(deps: SubmitSongDeps, upload: UploadEvent): Promise<void> {
  if (upload.key.endsWith('/')) return; // The console makes such an object for an empty folder.
  const songKey = songOfSidecar(upload.key);
  if (songKey === undefined) await submitSong(deps, upload);
  else await noteLateSidecar(deps, { ...upload, songKey });
}
