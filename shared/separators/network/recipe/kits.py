"""Drum kits drum by drum: kick, snare, toms, hi-hat, ride and crash as tracks of their own, for the network of drum kits.

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
from scipy.signal import fftconvolve

import hits
from render import RATE, SOUNDFONTS, render
from song_mixes import at_speed

SECONDS = 30
GAP = 4  # seconds between the parts of a rendering, in which the last drum fades
NOTES = {
    'kick': [35, 36],
    'snare': [37, 38, 39, 40],
    'toms': [41, 43, 45, 47, 48, 50],
    'hihat': [42, 44, 46],
    'ride': [51, 53, 59],
    'crash': [49, 52, 55, 57],
}
# Not the standard kits (0) nor those with their kick or snare: the test mixes play them.
PROGRAMS = [1, 2, 3, 4, 7, 9, 10, 11, 12, 15, 16, 17, 18, 19, 24, 25, 32, 33, 34, 35, 36, 40, 41, 42]


def varied(rng, song):
    """The drum notes of a song, (seconds, note, velocity): its hi-hats change to other cymbals, and fills come in."""
    at, tempo, notes = 0.0, 500_000, []
    keeper, until, fill = 42, 0.0, rng.uniform(2, 6)
    toms, rides, crashes = (rng.sample(NOTES[kind], len(NOTES[kind])) for kind in ('toms', 'ride', 'crash'))
    for message in mido.merge_tracks(song.tracks):
        at += mido.tick2second(message.time, song.ticks_per_beat, tempo)
        if message.type == 'set_tempo':
            tempo = message.tempo
        if message.type != 'note_on' or message.velocity == 0 or message.channel != 9 or at > SECONDS:
            continue
        if at >= until:
            keeper, until = rng.choice([42, 42, 44, 46, rides[0], rides[0], rides[1], crashes[0]]), at + rng.uniform(3, 9)
        note, velocity = message.note, max(15, min(127, message.velocity + rng.randrange(-25, 15)))
        if note in (42, 44) and keeper != 42:
            note = keeper if keeper not in NOTES['crash'] or rng.random() < 0.4 else 42
        if note in NOTES['hihat'] and rng.random() < 0.05:
            note = rng.choice([46, rides[0], rides[1], *crashes[:2]])
        if at >= fill:
            step = tempo / 4e6
            notes += [(at + k * step, toms[min(len(toms) - 1, k // 2)], rng.randrange(70, 120)) for k in range(rng.randrange(2, 9))]
            notes.append((at + 8 * step, crashes[0], rng.randrange(70, 120)))
            fill = at + rng.uniform(2, 8)
        notes.append((at, note, velocity))
    return notes


def in_parts(notes, programs, pitches):
    """The drums one after the other as one song of 1000 ticks a second, each stretched by its pitch; where each begins."""
    events, begins, begin = [], {}, 0.0
    for kind, wanted in NOTES.items():
        begins[kind] = begin
        events.append((begin, mido.Message('program_change', channel=9, program=programs[kind])))
        for at, note, velocity in notes:
            if note in wanted and at < SECONDS:
                when = begin + at * pitches[kind]
                events.append((when, mido.Message('note_on', channel=9, note=note, velocity=velocity)))
                events.append((when + 0.04, mido.Message('note_off', channel=9, note=note)))
        begin += SECONDS * pitches[kind] + GAP
    events.append((begin, mido.Message('control_change', channel=9, control=123, value=0)))
    track, before = mido.MidiTrack(), 0
    for at, message in sorted(events, key=lambda event: event[0]):
        tick = round(at * 1000)
        track.append(message.copy(time=tick - before))
        before = tick
    return mido.MidiFile(type=0, ticks_per_beat=500, tracks=[track]), begins


def played(rng, notes, folder):
    """The notes on a kit of a soundfont, now and then of several, whose drums are higher or lower than they were."""
    program, is_mixed = rng.choice(PROGRAMS), rng.random() < 0.25
    programs = {kind: rng.choice(PROGRAMS) if is_mixed else program for kind in NOTES}
    pitches = {kind: rng.uniform(0.78, 1.28) if rng.random() < 0.7 else 1.0 for kind in NOTES}
    song, begins = in_parts(notes, programs, pitches)
    sound, tracks = render(song, rng.choice(SOUNDFONTS), '0', folder), {}
    for kind, pitch in pitches.items():
        start, length = int(begins[kind] * RATE), int(SECONDS * RATE * pitch)
        part = np.zeros((length + 2, 2), np.float32)
        cut = sound[start:start + length]
        part[:len(cut)] = cut
        tracks[kind] = at_speed(part, pitch, SECONDS * RATE).astype(np.float32)
    return tracks


def in_room(rng, tracks):
    """All drums in the same room: a tail of noise, and cymbals as far from the microphones as the kick is close to one."""
    if rng.random() < 0.35:
        return tracks
    decay = rng.choice([rng.uniform(0.08, 0.4), rng.uniform(0.4, 1.8)])
    count = int(decay * RATE)
    tail = np.random.default_rng(rng.randrange(1 << 30)).standard_normal((count, 2)).astype(np.float32)
    tail *= np.exp(-6.9 * np.arange(count) / count)[:, None]
    tail[:int(rng.uniform(0.001, 0.02) * RATE)] = 0
    tail /= np.sqrt((tail**2).sum(0))
    wet = rng.uniform(0.05, 0.45)
    return {kind: track + wet * rng.uniform(0.3, 1.2) * np.stack(
        [fftconvolve(track[:, channel], tail[:, channel])[:len(track)] for channel in (0, 1)], 1) for kind, track in tracks.items()}


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
        rng = random.Random(40_000 + seed)
        save(out, f'hits{seed:03}', in_room(rng, hits.play(rng, SECONDS)))
    with tempfile.TemporaryDirectory() as temporary:
        for path in files:
            rng = random.Random(zlib.crc32(path.stem.encode()))
            notes = varied(rng, mido.MidiFile(path))
            if not notes:
                continue
            save(out, path.stem, in_room(rng, played(rng, notes, pathlib.Path(temporary))))
            print(path.stem, flush=True)


if __name__ == '__main__':
    main()
