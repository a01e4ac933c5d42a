import { readFileSync } from 'node:fs';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../../../../shared/separators/separator.ts';
import { mixOf } from '../../../audio/mix-of.ts';
import type { BandMix } from './band-mixes.ts';
import { bassChannels } from './bass-channels.ts';
import { DRUM_CHANNEL } from './drum-channel.ts';
import { fitted } from './fitted.ts';
import { fromDecibels } from './from-decibels.ts';
import { inRoom } from './in-room.ts';
import { level } from './level.ts';
import { leveled } from './leveled.ts';
import { lumpOfArchive } from './lump-of-archive.ts';
import { packagedFile } from './packaged-file.ts';
import { partOfSong, type StemNote } from './part-of-song.ts';
import { renderPart } from './render-part.ts';
import type { MixStems } from './save-mix.ts';
import type { Scratch } from './scratch.ts';
import { sing } from './sing.ts';
import { speak } from './speak.ts';

const SECONDS = 30;
/** Against the other instruments, in dB. */
const LEVELS = { drums: -2, bass: -3 };
const ROOM_PERCENT = 35;

/** Plays drums, bass and other instruments of a song each alone, and sings to it. */
export async function buildBand(scratch: Scratch, mix: BandMix): Promise<MixStems> {
  const file = readFileSync(packagedFile(mix.song));
  const song = mix.song.lump === undefined ? file : lumpOfArchive(file, mix.song.lump);
  const soundfont = packagedFile(mix.soundfont);
  const play = (belongs: (note: StemNote) => boolean) =>
    renderPart(scratch, {
      song: partOfSong(song, belongs),
      soundfont,
      from: mix.from,
      seconds: SECONDS,
      inRoom: true,
    });
  const basses = bassChannels(song);
  const isBass = ({ channel }: StemNote) => basses.has(channel);
  const isDrum = ({ channel }: StemNote) => channel === DRUM_CHANNEL;
  const other = await play((note) => !isBass(note) && !isDrum(note));
  const drums = leveled(await play(isDrum), level(other) * fromDecibels(LEVELS.drums));
  const bass = leveled(await play(isBass), level(other) * fromDecibels(LEVELS.bass));
  if (mix.voice === undefined) return { drums, bass, other };
  const band = level(mixOf(drums, bass, other));
  const vocals = await sungTo(scratch, mix.voice);
  return { drums, bass, other, vocals: leveled(vocals, band * fromDecibels(mix.voice.level)) };
}

async function sungTo(
  scratch: Scratch,
  { speaker, singing }: NonNullable<BandMix['voice']>,
): Promise<StereoSamples> {
  const sung = await sing(scratch, await speak(scratch, speaker, SECONDS), singing);
  const [voice] = fitted([sung, sung], SECONDS * SEPARATION_RATE, SEPARATION_RATE / 2);
  return fitted(await inRoom(scratch, voice, ROOM_PERCENT), SECONDS * SEPARATION_RATE);
}
