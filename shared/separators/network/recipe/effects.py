"""Sounds of films that are no voices: samples of Sonic Pi (CC0) and noises of our own, scattered over time.

    effects.py <folder of stems> <first number> <how many>

They become a part of "other", so that doors, sirens and crows are not taken for somebody who speaks.
"""
import pathlib
import random
import sys

import numpy as np
from scipy.signal import butter, sosfilt

from drums import RATE, SAMPLES, load

SECONDS = 30
KINDS = ('ambi_', 'glitch_', 'misc_', 'perc_', 'vinyl_', 'elec_', 'mehackit_', 'guit_', 'tabla_')
# What the test mixes are made of, and a choir that may well count as voices.
LEFT_OUT = {'misc_crow', 'perc_impact1', 'ambi_swoosh', 'perc_door', 'vinyl_scratch', 'ambi_dark_woosh', 'misc_cineboom',
            'perc_till', 'glitch_robot1', 'ambi_choir'}


def band(sound, low, high):
    return sosfilt(butter(2, [low / (RATE / 2), min(0.95, high / (RATE / 2))], 'band', output='sos'), sound)


def made(rng):
    """A thud, a whoosh, a call, a siren or a motor."""
    t = np.arange(int(rng.uniform(0.15, 2.5) * RATE)) / RATE
    hiss = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(len(t))
    kind, low = rng.choice(['thud', 'whoosh', 'call', 'siren', 'motor']), 60 * 60 ** rng.random()
    if kind == 'thud':
        return band(hiss, 40, 40 + low) * np.exp(-t * rng.uniform(5, 40))
    if kind == 'whoosh':
        return band(hiss, low, low * rng.uniform(1.5, 6)) * np.sin(np.pi * t / t[-1]) ** 2
    if kind == 'motor':
        return band(np.sign(np.sin(2 * np.pi * rng.uniform(15, 70) * t)) + hiss, low, low * 8)
    pitch = rng.uniform(250, 1500) * np.exp(rng.uniform(-0.8, 0.4) * t / t[-1])
    if kind == 'siren':
        pitch = pitch * 2 ** (rng.uniform(0.1, 0.8) * np.sin(2 * np.pi * rng.uniform(0.3, 6) * t))
        return np.sin(2 * np.pi * np.cumsum(pitch) / RATE)
    rough = pitch * (1 + 0.15 * np.cumsum(hiss) / np.sqrt(len(t)))
    buzz = 2 * (np.cumsum(rough) / RATE % 1) - 1
    return band(buzz + 0.4 * hiss, 700, 4000) * np.sin(np.pi * np.minimum(t, 0.35) / 0.35) ** 2


def scattered(rng, files):
    track = np.zeros((SECONDS * RATE, 2), np.float32)
    at = rng.uniform(0, 1)
    while at < SECONDS - 1:
        sound = load(rng.choice(files)) if rng.random() < 0.6 else np.repeat(made(rng)[:, None], 2, 1)
        speed = 2 ** rng.uniform(-1, 1)
        places = np.arange(0, min(len(sound) - 1, 4 * RATE * speed), speed).astype(int)
        sound = sound[places] / (np.abs(sound).max() + 1e-9) * rng.uniform(0.2, 1)
        fade = np.minimum(1, (len(sound) - np.arange(len(sound))) / 2000)[:, None]
        start = int(at * RATE)
        end = min(len(track), start + len(sound))
        pan = rng.uniform(-0.6, 0.6)
        track[start:end] += (sound * fade)[:end - start] * np.array([1 - max(0, pan), 1 + min(0, pan)])
        at += rng.expovariate(1 / 1.2)
    return track


def main():
    out, first, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    files = [path for path in sorted(pathlib.Path(SAMPLES).glob('*.flac')) if path.stem.startswith(KINDS) and path.stem not in LEFT_OUT]
    for seed in range(first, first + count):
        track = scattered(random.Random(30_000 + seed), files)
        np.save(out / f'effects{seed:03}_other.npy', (track / np.abs(track).max() * 0.9).astype(np.float16))
        print(seed, flush=True)


if __name__ == '__main__':
    main()
