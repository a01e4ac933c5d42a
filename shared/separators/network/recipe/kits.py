"""Drum kits drum by drum: kick, snare, toms, hi-hat and cymbals as tracks of their own, for the network of drum kits.

    kits.py <folder of stems> <how many of single hits> [song.mid ...]

Labels come free: a soundfont's drums are told apart by the note numbers of General MIDI.
"""
import pathlib
import random
import sys
import tempfile
import zlib

import mido
import numpy as np

import drums
from render import RATE, SOUNDFONTS, render

SECONDS = 40
NOTES = {
    'kick': [35, 36],
    'snare': [37, 38, 39, 40],
    'toms': [41, 43, 45, 47, 48, 50],
    'hihat': [42, 44, 46],
    'cymbals': [49, 51, 52, 53, 55, 57, 59],
}
PROGRAMS = [0, 0, 8, 16, 24, 25, 32, 40]


def varied(rng, song):
    """The drum notes of a song, (seconds, note, velocity), with more toms and cymbals, and hi-hats that change."""
    at, tempo, notes = 0.0, 500_000, []
    hat = rng.choice([42, 42, 44, 46, 51])
    for message in mido.merge_tracks(song.tracks):
        at += mido.tick2second(message.time, song.ticks_per_beat, tempo)
        if message.type == 'set_tempo':
            tempo = message.tempo
        if message.type != 'note_on' or message.velocity == 0 or message.channel != 9 or at > SECONDS:
            continue
        note = message.note
        if note in (42, 44) and rng.random() < 0.5:
            note = hat
        if note in NOTES['hihat'] and rng.random() < 0.06:
            note = rng.choice([46, 49, 51, 57, 55])
        if note not in NOTES['kick'] and rng.random() < 0.06:
            note = rng.choice(NOTES['toms'])
        notes.append((at, note, max(15, min(127, message.velocity + rng.randrange(-20, 12)))))
    return notes


def as_midi(notes, wanted, program):
    """Some of the notes as a song of 1000 ticks a second."""
    events = [(0, mido.Message('program_change', channel=9, program=program))]
    for at, note, velocity in notes:
        if note in wanted:
            events.append((at, mido.Message('note_on', channel=9, note=note, velocity=velocity)))
            events.append((at + 0.04, mido.Message('note_off', channel=9, note=note)))
    track, before = mido.MidiTrack(), 0
    for at, message in sorted(events, key=lambda event: event[0]):
        tick = round(at * 1000)
        track.append(message.copy(time=tick - before))
        before = tick
    return mido.MidiFile(type=0, ticks_per_beat=500, tracks=[track])


def save(out, name, tracks):
    """Keeps the levels of the kit: one scale for all its drums."""
    peak = max(np.abs(track).max() for track in tracks.values())
    for kind, track in tracks.items():
        if np.sqrt((track**2).mean()) > 1e-5:
            np.save(out / f'{name}_{kind}.npy', (track / peak * 0.9).astype(np.float16))


def main():
    out, count, files = pathlib.Path(sys.argv[1]), int(sys.argv[2]), [pathlib.Path(name) for name in sys.argv[3:]]
    out.mkdir(parents=True, exist_ok=True)
    for seed in range(count):
        tracks = drums.play(random.Random(40_000 + seed))
        save(out, f'hits{seed:03}', {kind: tracks[kind] for kind in NOTES})
    with tempfile.TemporaryDirectory() as temporary:
        for path in files:
            rng = random.Random(zlib.crc32(path.stem.encode()))
            notes, program, soundfont = varied(rng, mido.MidiFile(path)), rng.choice(PROGRAMS), rng.choice(SOUNDFONTS)
            tracks = {}
            for kind, wanted in NOTES.items():
                sound = render(as_midi(notes, wanted, program), soundfont, rng.choice(['0', '0', '1']), pathlib.Path(temporary))
                tracks[kind] = np.zeros((SECONDS * RATE, 2), np.float32)
                tracks[kind][:len(sound)] = sound[:SECONDS * RATE]
            save(out, path.stem, tracks)
            print(path.stem, flush=True)


if __name__ == '__main__':
    main()
