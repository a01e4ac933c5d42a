"""Drum kits as the network of drum kits learns from them: the drums of one kit, or of several, at other levels each time."""
import glob
import os
import random

import numpy as np

from song_mixes import at_speed, piece

STEMS = ['kick', 'snare', 'toms', 'hihat', 'ride', 'crash']
SPREAD = 5  # dB
ABSENT = {'kick': 0.08, 'snare': 0.08, 'toms': 0.25, 'hihat': 0.12, 'ride': 0.3, 'crash': 0.25}
BLOCK = 64  # samples in which a compressor looks at loudness


class Stems:
    """The tracks in a folder, by drum and by kit."""

    def __init__(self, folder):
        self.files = {stem: {} for stem in STEMS}
        for path in glob.glob(f'{folder}/*.npy'):
            name, _, stem = os.path.basename(path)[:-4].rpartition('_')
            self.files[stem][name] = path
        self.kits = list(self.files['kick'])


def compressed(tracks):
    """What a compressor on the whole kit does: one gain for all drums, which still add up."""
    whole = (tracks.sum(0)**2).mean(1)
    blocks = np.sqrt(np.pad(whole, (0, -len(whole) % BLOCK)).reshape(-1, BLOCK).mean(1)) + 1e-4
    release, level = np.exp(-BLOCK / 44100 / random.uniform(0.02, 0.3)), blocks[0]
    for index, now in enumerate(blocks):
        level = blocks[index] = max(now, level * release)
    gain = (blocks / blocks.max()) ** -random.uniform(0.1, 0.6)
    at = np.arange(tracks.shape[1]) / BLOCK
    return tracks * np.interp(at, np.arange(len(gain)), gain).astype(np.float32)[:, None]


def mix(stems, length):
    """Drums of one mix, (stems, length, 2)."""
    speed = random.uniform(0.8, 1.25) if random.random() < 0.6 else 1.0
    source = int(length * max(1, speed)) + 4
    out = np.zeros((len(STEMS), length, 2), np.float32)
    kit, is_kit, start = random.choice(stems.kits), random.random() < 0.7, None
    for index, stem in enumerate(STEMS):
        if random.random() < ABSENT[stem]:
            continue
        name = kit if is_kit else random.choice(list(stems.files[stem]))
        if name not in stems.files[stem]:
            continue
        sound, at = piece(stems.files[stem][name], source, start)
        start = at if is_kit else None
        sound = at_speed(sound, speed, length) * 10 ** (random.gauss(0, SPREAD) / 20)
        middle = sound.mean(1, keepdims=True)
        sound = middle + (sound - middle) * random.uniform(0, 1.2)
        out[index] = sound[:, ::-1] if random.random() < 0.5 else sound
    if random.random() < 0.3:
        out = compressed(out)
    loudness = float(np.sqrt((out.sum(0)**2).mean()))
    return out * (0.1 / max(loudness, 0.01)) * 10 ** (random.uniform(-12, 4) / 20)
