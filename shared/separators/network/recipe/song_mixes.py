"""Mixes of stems by chance, as the network learns from them: other instruments, levels, places and rooms each time."""
import glob
import os
import random

import numpy as np

STEMS = ['drums', 'bass', 'other', 'vocals']


class Stems:
    """The stems in a folder, by kind and by song."""

    def __init__(self, folder):
        self.files = {stem: {} for stem in STEMS}
        for path in glob.glob(f'{folder}/*.npy'):
            song, _, stem = os.path.basename(path)[:-4].rpartition('_')
            self.files[stem][song] = path
        self.songs = [song for song in self.files['other'] if song in self.files['bass']]


def piece(path, length, start=None):
    """A piece of a stem that is not silent, and where it began."""
    sound = np.load(path, mmap_mode='r')
    for _ in range(4):
        at = random.randrange(max(1, len(sound) - length)) if start is None else min(start, max(0, len(sound) - length))
        cut = np.asarray(sound[at:at + length], dtype=np.float32)
        if start is not None or (cut**2).mean() > 1e-5:
            break
    return np.pad(cut, ((0, length - len(cut)), (0, 0))), at


def at_speed(sound, speed, length):
    """Faster or slower, and higher or lower with it."""
    at = np.arange(length) * speed
    whole = np.minimum(at.astype(int), len(sound) - 2)
    rest = (at - whole)[:, None].astype(np.float32)
    return sound[whole] * (1 - rest) + sound[whole + 1] * rest


WIDTH = {'drums': 1.2, 'bass': 0.6, 'other': 1.6, 'vocals': 1.2}
LEVEL = {'drums': (-2, 4), 'bass': (-3, 4), 'other': (0, 4), 'vocals': (0, 4.5)}
ABSENT = {'drums': 0.08, 'bass': 0.08, 'other': 0.04, 'vocals': 0.4}


def place(sound, stem):
    middle = sound.mean(1, keepdims=True)
    sound = middle + (sound - middle) * random.uniform(0, WIDTH[stem])
    if stem in ('other', 'vocals') and random.random() < 0.4:
        pan = random.uniform(-0.7, 0.7) if stem == 'other' else random.uniform(-0.3, 0.3)
        sound = sound * np.array([1 - max(0, pan), 1 + min(0, pan)], np.float32)
    return sound


def colour(sound, stem):
    if stem in ('other', 'bass') and random.random() < 0.2:
        sound = np.tanh(sound * random.uniform(2, 10) / max(1e-3, np.abs(sound).max()))
    return sound


def mix(stems, length):
    """Stems of one mix, (stems, length, 2). Now and then several instruments share the place of "other"."""
    speed = random.uniform(0.84, 1.19) if random.random() < 0.5 else 1.0
    source = int(length * max(1, speed)) + 4
    out = np.zeros((len(STEMS), length, 2), np.float32)
    song, is_song, start = random.choice(stems.songs), random.random() < 0.6, None
    for index, stem in enumerate(STEMS):
        if random.random() < ABSENT[stem]:
            continue
        layers = []
        if stem != 'vocals' and is_song:
            if song in stems.files[stem]:
                layers.append(piece(stems.files[stem][song], source, start))
                start = layers[0][1]
        else:
            layers.append(piece(random.choice(list(stems.files[stem].values())), source))
        if stem == 'other' and random.random() < 0.3:
            layers.append(piece(random.choice(list(stems.files[stem].values())), source))
        if stem == 'vocals' and random.random() < 0.15:
            layers.append(piece(random.choice(list(stems.files[stem].values())), source))
        for layer, _ in layers:
            sound = colour(place(at_speed(layer, speed, length), stem), stem)
            loudness = float(np.sqrt((sound**2).mean()))
            if loudness < 3e-4:
                continue
            wanted = 0.1 * 10 ** (random.gauss(*LEVEL[stem]) / 20)
            sound = sound * (wanted / max(loudness, 0.02))
            out[index] += sound[:, ::-1] if random.random() < 0.5 else sound
        if random.random() < 0.5:
            out[index] *= -1
    return out * 10 ** (random.uniform(-10, 5) / 20)
