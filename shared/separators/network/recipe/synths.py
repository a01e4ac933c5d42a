"""Basses and other instruments from a synthesizer of our own: oscillators, a filter, an envelope, a chorus.

    synths.py <folder of stems> <how many>
"""
import pathlib
import random
import sys

import numpy as np
from scipy.signal import butter, sosfilt

import compose

RATE = 44100
SECONDS = 45


def oscillator(rng, shape, frequency, t):
    phase = frequency * t + rng.random()
    if shape == 'saw':
        return 2 * (phase % 1) - 1
    if shape == 'square':
        return np.sign(phase % 1 - rng.uniform(0.2, 0.5))
    if shape == 'triangle':
        return 4 * np.abs(phase % 1 - 0.5) - 1
    if shape == 'fm':
        return np.sin(2 * np.pi * phase + rng.uniform(0.5, 4) * np.sin(2 * np.pi * phase * rng.choice([1, 2, 3, 0.5])))
    return np.sin(2 * np.pi * phase)


def patch(rng, is_bass):
    return {
        'shapes': rng.choices(['saw', 'square', 'triangle', 'fm', 'sine'], k=rng.randrange(1, 4)),
        'detune': rng.uniform(0, 0.012),
        'attack': rng.uniform(0.002, 0.02) if is_bass or rng.random() < 0.6 else rng.uniform(0.05, 0.4),
        'decay': rng.uniform(0.5, 6),
        'release': rng.uniform(0.02, 0.4),
        'cutoff': rng.uniform(200, 1600) if is_bass else rng.uniform(600, 9000),
        'sub': rng.uniform(0, 0.8) if is_bass else 0,
        'drive': rng.choice([0, 0, 2, 5]),
    }


def sound(rng, patch_, pitch, seconds, velocity):
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    count = int((seconds + patch_['release']) * RATE)
    t = np.arange(count) / RATE
    wave = sum(oscillator(rng, shape, frequency * (1 + patch_['detune'] * (k - 1)), t) for k, shape in enumerate(patch_['shapes']))
    wave = wave + patch_['sub'] * np.sin(np.pi * frequency * t)
    envelope = np.minimum(1, t / patch_['attack']) * np.exp(-t / patch_['decay'])
    envelope *= np.clip((seconds + patch_['release'] - t) / patch_['release'], 0, 1)
    cutoff = min(0.45 * RATE, patch_['cutoff'] * (0.6 + velocity / 127))
    return sosfilt(butter(2, cutoff / (RATE / 2), output='sos'), wave) * envelope * velocity / 127


def play(song, channel, rng, is_bass):
    chosen = patch(rng, is_bass)
    track = np.zeros(SECONDS * RATE)
    for at, length, note_channel, pitch, velocity in song.notes:
        start = int(at * 60 / song.tempo * RATE)
        if note_channel != channel or start >= len(track):
            continue
        note = sound(rng, chosen, pitch, length * 60 / song.tempo, velocity)
        end = min(len(track), start + len(note))
        track[start:end] += note[:end - start]
    if chosen['drive']:
        track = np.tanh(track / (np.abs(track).max() + 1e-9) * chosen['drive'])
    late = int(rng.uniform(0.004, 0.02) * RATE)
    wide = 0 if is_bass else rng.uniform(0, 0.7)
    return np.stack([track + wide * np.roll(track, late), track - wide * np.roll(track, late)], 1)


def main():
    out, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for seed in range(10_000, 10_000 + count):
        rng = random.Random(seed)
        song = compose.Song(rng)
        compose.bass(song)
        compose.accompaniment(song, 2)
        if rng.random() < 0.6:
            compose.melody(song, 3)
        stems = {'bass': play(song, compose.BASS_CHANNEL, rng, True), 'other': sum(play(song, channel, rng, False) for channel in (2, 3))}
        for stem, track in stems.items():
            np.save(out / f'synth{seed}_{stem}.npy', (track / (np.abs(track).max() + 1e-9) * 0.9).astype(np.float16))
        print(seed, flush=True)


if __name__ == '__main__':
    main()
