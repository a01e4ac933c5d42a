"""Electric basses and guitars of plucked strings, calculated: picked or fingered, clean or distorted, through cabinets.

    strings.py <folder of stems> <first number> <how many>

Soundfonts hold a dozen basses; here every song has one of its own. A string is a delay with a low-pass in its loop
(Karplus and Strong), plucked by noise at a point of its length.
"""
import pathlib
import random
import sys

import numpy as np
from scipy.signal import butter, lfilter, sosfilt

import compose

RATE = 44100
SECONDS = 45


def instrument(rng, is_bass):
    return {
        'soft': rng.uniform(0.25, 0.5) if is_bass else rng.uniform(0.02, 0.3),
        'hiss': 100 * 25 ** rng.random() if is_bass else rng.uniform(2000, 9000),
        'point': rng.uniform(0.08, 0.35),
        'ring': rng.uniform(0.6, 5),
        'muted': rng.random() < 0.25,
        'drive': rng.choice([0, 0, 0, 3, 8]) if is_bass else rng.choice([0, 0, 2, 8, 20, 40]),
        'cabinet': 500 * 12 ** rng.random() if is_bass else rng.uniform(3000, 6500),
        'boost': rng.uniform(0, 5) if is_bass else 0,
    }


def ring(rng, how, pitch, seconds):
    """A string that rings for some seconds."""
    period = RATE / (440 * 2 ** ((pitch - 69) / 12)) - 0.5
    whole, rest = int(period), period - int(period)
    count = int(seconds * RATE)
    pluck = np.zeros(count)
    noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(whole)
    pluck[:whole] = sosfilt(butter(1, how['hiss'] / (RATE / 2), output='sos'), noise)
    comb = max(1, int(whole * how['point']))
    pluck[comb:] -= 0.9 * pluck[:-comb]
    seconds_to_fade = 0.12 if how['muted'] else how['ring']
    kept = 10 ** (-3 * period / RATE / seconds_to_fade)
    loop = np.convolve([1 - rest, rest], [1 - how['soft'], how['soft']]) * kept
    return lfilter([1], np.concatenate([[1], np.zeros(whole - 1), -loop]), pluck)


def play(song, channel, rng, is_bass):
    """A channel of a song on one instrument."""
    how, cache, track = instrument(rng, is_bass), {}, np.zeros(SECONDS * RATE)
    for at, length, note_channel, pitch, velocity in song.notes:
        start = int(at * 60 / song.tempo * RATE)
        if note_channel != channel or start >= len(track) - 1:
            continue
        key = (pitch, rng.randrange(3))
        if key not in cache:
            cache[key] = ring(rng, how, pitch, 2.5)
        count = min(len(cache[key]), len(track) - start, int((length * 60 / song.tempo + 0.06) * RATE))
        damped = np.clip((count - np.arange(count)) / (0.05 * RATE), 0, 1)
        track[start:start + count] += cache[key][:count] * damped * velocity / 127
    return through(rng, how, track, is_bass)


def through(rng, how, track, is_bass):
    """Amplifier, cabinet, and for guitars a second take to the other side now and then."""
    track = track / (np.abs(track).max() + 1e-9)
    if how['drive']:
        track = np.tanh(track * how['drive'])
    if how['boost']:
        track = track + how['boost'] * sosfilt(butter(1, 120 / (RATE / 2), output='sos'), track)
    lowest = 28 if is_bass else rng.uniform(60, 130)
    track = sosfilt(butter(2, [lowest / (RATE / 2), how['cabinet'] / (RATE / 2)], 'band', output='sos'), track)
    late = int(rng.uniform(0.006, 0.025) * RATE)
    wide = 0 if is_bass else rng.choice([0, 0.4, 0.9])
    return np.stack([track, (1 - wide) * track + wide * np.roll(track, late)], 1)


def main():
    out, first, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    for seed in range(first, first + count):
        rng = random.Random(20_000 + seed)
        song = compose.Song(rng)
        compose.bass(song)
        compose.riff(song, 2)
        compose.accompaniment(song, 3)
        if rng.random() < 0.5:
            compose.melody(song, 4)
        stems = {'bass': play(song, compose.BASS_CHANNEL, rng, True), 'other': sum(play(song, channel, rng, False) for channel in (2, 3, 4))}
        for stem, track in stems.items():
            np.save(out / f'strings{seed:03}_{stem}.npy', (track / (np.abs(track).max() + 1e-9) * 0.9).astype(np.float16))
        print(seed, flush=True)


if __name__ == '__main__':
    main()
