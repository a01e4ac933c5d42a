"""MIDI files to stems: drums, bass and everything else, each rendered alone through a soundfont.

    render.py <folder of stems> <variants of each song> <song.mid ...>
"""
import pathlib
import random
import subprocess
import sys
import tempfile
import zlib

import mido
import numpy as np
import soundfile

RATE = 44100
SECONDS = 60
SOUNDFONTS = ['/usr/share/sounds/sf2/FluidR3_GM.sf2', '/usr/share/sounds/sf3/MuseScore_General.sf3', '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3']
BASSES = range(32, 40)
OTHER_PROGRAMS = [0, 1, 4, 5, 16, 18, 19, 24, 25, 26, 27, 28, 29, 30, 48, 50, 52, 54, 56, 61, 62, 63, 65, 73, 80, 81, 88, 89, 90]


def channels(song):
    """Pitches and programs by channel."""
    programs, pitches = {}, {}
    for message in mido.merge_tracks(song.tracks):
        if message.type == 'program_change':
            programs.setdefault(message.channel, []).append(message.program)
        if message.type == 'note_on' and message.velocity > 0:
            pitches.setdefault(message.channel, []).append(message.note)
    return programs, pitches


def only(song, keeps, programs, seconds):
    """The song with the notes of some channels, other programs, and no longer than some seconds."""
    track, passed, at, tempo = mido.MidiTrack(), 0, 0.0, 500_000
    for message in mido.merge_tracks(song.tracks):
        passed += message.time
        at += mido.tick2second(message.time, song.ticks_per_beat, tempo)
        if message.type == 'set_tempo':
            tempo = message.tempo
        if at > seconds:
            break
        if message.type in ('note_on', 'note_off') and not keeps(message.channel):
            continue
        if message.type == 'program_change' and message.channel in programs:
            message = message.copy(program=programs[message.channel])
        track.append(message.copy(time=passed))
        passed = 0
    for channel in range(16):
        track.append(mido.Message('control_change', channel=channel, control=64, value=0))
        track.append(mido.Message('control_change', channel=channel, control=123, value=0))
    return mido.MidiFile(type=0, ticks_per_beat=song.ticks_per_beat, tracks=[track])


def render(song, soundfont, reverb, folder):
    midi, wav = folder / 'part.mid', folder / 'part.wav'
    song.save(midi)
    subprocess.run(['fluidsynth', '-ni', '-o', 'synth.dynamic-sample-loading=1', '-o', 'synth.cpu-cores=1', '-R', reverb, '-C', '1',
                    '-g', '0.4', '-r', str(RATE), '-F', wav, '-T', 'wav', '-O', 's16', soundfont, midi],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
    return soundfile.read(wav, dtype='float32', always_2d=True)[0]


def stems_of(path, variant, folder):
    rng = random.Random(zlib.crc32(f'{path.stem}{variant}'.encode()))
    song = mido.MidiFile(path)
    programs, pitches = channels(song)
    bass = {channel for channel in pitches if channel != 9 and any(program in BASSES for program in programs.get(channel, [0]))}
    changed = {}
    if variant:  # the same notes by other instruments
        for channel in pitches:
            if channel == 9:
                changed[channel] = rng.choice([0, 8, 16, 24, 25, 32, 40])
            elif channel in bass:
                changed[channel] = rng.choice(BASSES)
            else:
                before = programs.get(channel, [0])[0]
                changed[channel] = rng.choice([before, before // 8 * 8 + rng.randrange(8), rng.choice(OTHER_PROGRAMS)])
    soundfont, reverb = rng.choice(SOUNDFONTS), rng.choice(['0', '1', '1'])
    parts = {'drums': lambda channel: channel == 9, 'bass': lambda channel: channel in bass,
             'other': lambda channel: channel != 9 and channel not in bass}
    return {name: render(only(song, keeps, changed, SECONDS), soundfont, reverb, folder) for name, keeps in parts.items()}


def main():
    out, variants, files = pathlib.Path(sys.argv[1]), int(sys.argv[2]), [pathlib.Path(name) for name in sys.argv[3:]]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for path in files:
            for variant in range(variants):
                name = f'{path.stem}v{variant}'
                if (out / f'{name}_other.npy').exists():
                    continue
                try:
                    stems = stems_of(path, variant, pathlib.Path(temporary))
                except Exception as error:  # a song less is no loss
                    print('left out', name, repr(error), flush=True)
                    continue
                length = min(SECONDS * RATE, max(len(stem) for stem in stems.values()))
                for stem, sound in stems.items():
                    whole = np.zeros((length, 2), np.float32)
                    whole[:min(length, len(sound))] = sound[:length]
                    if np.sqrt((whole**2).mean()) > 1e-4:
                        np.save(out / f'{name}_{stem}.npy', (whole / np.abs(whole).max() * 0.9).astype(np.float16))
                print(name, round(length / RATE), flush=True)


if __name__ == '__main__':
    main()
