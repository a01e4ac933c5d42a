"""Drum tracks of single hits: samples of Sonic Pi (CC0) and drums made of sines and noise, in patterns drawn by chance.

    drums.py <folder of stems> <how many>
"""
import glob
import pathlib
import random
import sys

import numpy as np
import soundfile
from scipy.signal import butter, lfilter, resample_poly

RATE = 44100
SECONDS = 40
SAMPLES = '/usr/share/sonic-pi/samples/'
KINDS = {
    'kick': ['bd_*', 'drum_bass_*', 'drum_heavy_kick', 'elec_soft_kick', 'elec_hollow_kick'],
    'snare': ['sn_*', 'drum_snare_*', 'elec_snare', 'elec_hi_snare', 'elec_lo_snare', 'elec_mid_snare', 'elec_filt_snare', 'perc_snap*'],
    'toms': ['drum_tom_*', 'elec_fuzz_tom'],
    'hihat': ['drum_cymbal_closed', 'drum_cymbal_pedal', 'drum_cymbal_open', 'elec_tick'],
    'cymbals': ['drum_cymbal_hard', 'drum_cymbal_soft', 'drum_splash_*', 'elec_cymbal'],
    'percussion': ['tabla_*', 'drum_cowbell', 'elec_wood', 'perc_bell*'],
}


def load(path):
    sound, rate = soundfile.read(path, dtype='float32', always_2d=True)
    sound = np.repeat(sound, 2, 1)[:, :2] if sound.shape[1] == 1 else sound[:, :2]
    return resample_poly(sound, RATE, rate).astype(np.float32) if rate != RATE else sound


def made(rng, kind):
    """A drum of a sine that falls and of filtered noise."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    seconds = {'kick': 0.5, 'snare': 0.35, 'hihat': 0.12, 'cymbals': 1.6, 'toms': 0.5, 'percussion': 0.3}[kind]
    t = np.arange(int(seconds * RATE)) / RATE
    hiss = noise.standard_normal(len(t))
    if kind in ('kick', 'toms', 'percussion'):
        low = rng.uniform(42, 60) if kind == 'kick' else rng.uniform(80, 180)
        sweep = low * (1 + rng.uniform(1, 6) * np.exp(-t * rng.uniform(30, 80)))
        sound = np.sin(2 * np.pi * np.cumsum(sweep) / RATE) * np.exp(-t * rng.uniform(5, 14))
        sound += 0.15 * hiss * np.exp(-t * 400)
    elif kind == 'snare':
        tone = np.sin(2 * np.pi * rng.uniform(160, 260) * t) * np.exp(-t * 25)
        b, a = butter(2, rng.uniform(800, 2500) / (RATE / 2), 'high')
        sound = rng.uniform(0.2, 0.8) * tone + lfilter(b, a, hiss) * np.exp(-t * rng.uniform(12, 30))
    else:
        b, a = butter(4, rng.uniform(5000, 9000) / (RATE / 2), 'high')
        sound = lfilter(b, a, hiss + np.sign(np.sin(2 * np.pi * rng.uniform(3000, 6000) * t)))
        sound *= np.exp(-t * (rng.uniform(40, 90) if kind == 'hihat' else rng.uniform(2, 5)))
    return np.repeat((sound / np.abs(sound).max()).astype(np.float32)[:, None], 2, 1)


def kit(rng):
    sounds = {}
    for kind, patterns in KINDS.items():
        files = [file for pattern in patterns for file in glob.glob(f'{SAMPLES}{pattern}.flac')]
        sound = made(rng, kind) if rng.random() < 0.4 else load(rng.choice(files))
        pitch = rng.randrange(85, 118)
        sounds[kind] = resample_poly(sound, 100, pitch, axis=0).astype(np.float32)
        sounds[kind] /= np.abs(sounds[kind]).max() + 1e-9
    return sounds


def play(rng):
    """A pattern on a kit: a track for each kind of drum."""
    sounds = kit(rng)
    step = 60 / rng.uniform(75, 175) / 4
    four = rng.random() < 0.35
    every = rng.choice([1, 2, 2, 4])
    chance = {
        'kick': [1 if k in (0, 8) or (four and k % 4 == 0) else rng.choice([0, 0, 0, 0.4]) for k in range(16)],
        'snare': [1 if k in (4, 12) else rng.choice([0, 0, 0, 0, 0.15]) for k in range(16)],
        'toms': [rng.choice([0.02, 0.06, 0.2])] * 16,
        'hihat': [1 if k % every == 0 else 0.05 for k in range(16)],
        'cymbals': [rng.choice([0.25, 0.8]) if k == 0 else 0.01 for k in range(16)],
        'percussion': [rng.choice([0, 0.05])] * 16,
    }
    gain = {'kick': 1, 'snare': rng.uniform(0.6, 1), 'toms': 0.6, 'hihat': rng.uniform(0.2, 0.5), 'cymbals': rng.uniform(0.2, 0.5), 'percussion': 0.4}
    tracks = {kind: np.zeros((SECONDS * RATE, 2), np.float32) for kind in sounds}
    for kind, sound in sounds.items():
        pan = 0 if kind in ('kick', 'snare') else rng.uniform(-0.6, 0.6)
        side = np.array([1 - max(0, pan), 1 + min(0, pan)], np.float32) * gain[kind]
        for k in range(int(SECONDS / step)):
            if rng.random() >= chance[kind][k % 16]:
                continue
            start = max(0, int(k * step * RATE + rng.gauss(0, 90)))
            end = min(SECONDS * RATE, start + len(sound))
            tracks[kind][start:end] += sound[:end - start] * rng.uniform(0.6, 1) * side
    return tracks


def loops():
    """Drum loops that are not a famous record's, nor a part of the test mixes."""
    for path in sorted(glob.glob(f'{SAMPLES}loop_*.flac')):
        name = pathlib.Path(path).stem[5:]
        if name in ('drone_g_97', '3d_printer', 'garzul', 'industrial', 'amen', 'amen_full'):
            continue
        sound = load(path)
        yield name, np.tile(sound, (int(np.ceil(30 * RATE / len(sound))), 1))[:30 * RATE]


def main():
    out, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    tracks = [(f'kit{seed:03}', sum(play(random.Random(seed)).values())) for seed in range(count)] + list(loops())
    for name, track in tracks:
        np.save(out / f'{name}_drums.npy', (track / np.abs(track).max() * 0.9).astype(np.float16))


if __name__ == '__main__':
    main()
