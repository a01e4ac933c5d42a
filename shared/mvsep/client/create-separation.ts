import { createSeparation } from '../contract/create-separation.ts';
import { type RemoteHash, remoteHash } from '../contract/remote-hash.ts';
import { looksLikeSeparationHash, type SeparationHash, separationHash } from '../contract/separation-hash.ts';
import { callMvsep, type MvsepSettings } from './call-mvsep.ts';
import type { FileSource } from './file-source.ts';
import type { FormFile } from './multipart-form.ts';
import { refusal, unreadableAnswer } from './refused-answer.ts';

/** Audio as a link that the service fetches, or as bytes that are sent along: one file, or Matchering's two. */
export type AudioSource =
  | { readonly url: string; readonly remoteType?: 'direct' | 'mega' | 'drive' | 'dropbox' }
  | FileSource
  | { readonly target: FileSource; readonly reference: FileSource };

export interface NewSeparation {
  /** Left out for types that take none, such as speech from text. */
  readonly audio?: AudioSource;
  readonly separationType: number;
  readonly options?: Readonly<Partial<Record<'add_opt1' | 'add_opt2' | 'add_opt3' | 'add_opt4', string>>>;
  readonly outputFormat: number;
  readonly isDemo?: boolean;
  readonly webhookUrl?: string;
}

/** A link first becomes a remote upload; a file is a separation at once. */
export type CreatedSeparation =
  | { readonly kind: 'separation'; readonly hash: SeparationHash }
  | { readonly kind: 'remote'; readonly hash: RemoteHash };

/**
 * Asks for a separation. It may cost credits, so the request is sent once and never again.
 *
 * @throws MvsepAmbiguous the outcome is unknown; every other MVSep error means that nothing was charged.
 */
export async function requestSeparation(
  settings: MvsepSettings,
  wanted: NewSeparation,
  signal?: AbortSignal,
): Promise<CreatedSeparation> {
  const { audio } = wanted;
  const answer = await callMvsep(settings, createSeparation, params(wanted), {
    ...(signal ? { signal } : {}),
    files: formFiles(audio),
  });
  const host = new URL(settings.baseUrl).host;
  if (answer.refused) throw refusal(createSeparation, host, 200, { message: answer.message });
  const hash = separationHash.safeParse(answer.hash);
  if (!hash.success) throw unreadableAnswer(createSeparation, host, hash.error);
  return audio !== undefined && 'url' in audio && !looksLikeSeparationHash(hash.data)
    ? { kind: 'remote', hash: remoteHash.parse(hash.data) }
    : { kind: 'separation', hash: hash.data };
}

function formFiles(audio: AudioSource | undefined): FormFile[] {
  if (audio === undefined || 'url' in audio) return [];
  if ('body' in audio) return [{ field: 'audiofile', ...audio }];
  return [
    { field: 'target_audiofile', ...audio.target },
    { field: 'reference_audiofile', ...audio.reference },
  ];
}

function params(wanted: NewSeparation) {
  const { audio } = wanted;
  return {
    ...(audio !== undefined && 'url' in audio
      ? { url: audio.url, remote_type: audio.remoteType ?? 'direct' }
      : {}),
    sep_type: wanted.separationType,
    ...wanted.options,
    output_format: wanted.outputFormat,
    is_demo: wanted.isDemo ?? false,
    webhook_url: wanted.webhookUrl,
  };
}
