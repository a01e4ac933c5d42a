"""Instruments that move as voices do and are none: vibrato, glides, filters that open and close, breath, drones, risers.

    leads.py <folder of stems> <first number> <how many>

They become a part of "other". A network that only knows synthesizers that stand still takes those that move for somebody
who sings. Notes are sums of partials, so that a filter is a curve over pitch that moves with time.
"""
import pathlib
import random
import sys

import numpy as np
from scipy.signal import butter, sosfilt

import compose
from effects import band
from rooms import RATE, room

SECONDS = 40
STEP = 60  # samples between two points of what moves
POINTS = SECONDS * RATE // STEP
PARTIALS = 28
AT = np.arange(POINTS) * STEP / RATE
SHAPES = {'saw': lambda k: 1 / k, 'square': lambda k: (k % 2) / k, 'soft': lambda k: 1 / k**2, 'sine': lambda k: (k == 1) * 1.0,
          'pulse': lambda k: np.sin(np.pi * k * 0.18) / k, 'organ': lambda k: np.isin(k, (1, 2, 3, 4, 6, 8)) * 0.7}
KINDS = ['lead', 'lead', 'sequence', 'sequence', 'pad', 'breath', 'wah', 'bells', 'drone', 'risers']


def line(rng, notes, glide, vibrato):
    """Pitch in Hz and loudness of one voice over time, out of its notes in seconds."""
    pitch, loud = np.zeros(POINTS), np.zeros(POINTS)
    attack, release, decay = rng.choice([0.004, 0.01, 0.06, 0.2]), rng.choice([0.02, 0.08, 0.3]), rng.choice([0.15, 0.8, 4, 20])
    before = speed = None
    for start, length, key, velocity in notes:
        first, last = int(start * RATE / STEP), min(POINTS, int((start + length + release) * RATE / STEP))
        if first >= last:
            continue
        since = AT[first:last] - AT[first]
        target = 440 * 2 ** ((key - 69) / 12)
        speed = speed or rng.uniform(3.5, 7.5)
        bend = vibrato * np.sin(2 * np.pi * speed * since) * np.minimum(1, since / 0.25) ** 2
        near = np.exp(-since / glide) if glide and before else np.zeros(len(since))
        pitch[first:last] = target * ((before or target) / target) ** near * 2 ** (bend / 12)
        shape = np.minimum(1, since / attack) * np.exp(-since / decay) * np.clip((length + release - since) / release, 0, 1)
        loud[first:last] = np.maximum(loud[first:last] * 0.2, shape * velocity / 127)
        before = target
    pitch[pitch == 0] = 220
    return pitch, loud


def moving(rng, notes, low, high):
    """The frequency of a filter over time: swings slowly, quickly or with the beat, or opens anew with every note."""
    how, middle, octaves = rng.choice(['still', 'slow', 'wobble', 'notes', 'ramp']), low * (high / low) ** rng.random(), rng.uniform(0.5, 2.5)
    if how == 'slow':
        return middle * 2 ** (octaves * np.sin(2 * np.pi * rng.uniform(0.03, 0.4) * AT + rng.random() * 6))
    if how == 'wobble':
        return middle * 2 ** (octaves * np.sin(2 * np.pi * rng.uniform(1, 9) * AT))
    if how == 'ramp':
        return middle * 2 ** (octaves * (2 * (AT / rng.uniform(4, 16) % 1) - 1))
    if how == 'notes':
        since = np.full(POINTS, 9.0)
        for start, *_ in notes:
            first = int(start * RATE / STEP)
            since[first:] = AT[:max(0, POINTS - first)]
        return middle * 2 ** (octaves * (2 * np.exp(-since / rng.choice([0.05, 0.2, 0.6])) - 0.5))
    return np.full(POINTS, middle)


def filtered(frequency, filters):
    """Gains of partials by their frequencies: a low-pass with a peak, or one peak after the other."""
    gain = 0
    for centre, width, is_peak in filters:
        away = frequency / centre
        gain = gain + (np.exp(-(np.log2(away) / width) ** 2) if is_peak else 1 / (1 + away**4) + 1.5 * np.exp(-(np.log2(away) / 0.25) ** 2))
    return gain


def voice(rng, notes, shape, filters, glide=0.0, vibrato=0.0, detune=0.0):
    """One voice of an instrument: partials of one pitch that moves, through filters that move."""
    pitch, loud = line(rng, notes, glide, vibrato)
    count = np.arange(len(AT) * STEP) / STEP
    phase = np.cumsum(np.interp(count, np.arange(POINTS), pitch)) / RATE
    total = np.zeros(len(phase))
    for partial in range(1, PARTIALS + 1):
        strength = float(SHAPES[shape](np.float64(partial)))
        if abs(strength) < 1e-3:
            continue
        frequency = partial * pitch
        gain = strength * loud * filtered(frequency, filters) * (frequency < RATE / 2.2)
        beat = 1 + 0.7 * np.cos(2 * np.pi * detune * partial * AT + partial) if detune else 1
        total += np.sin(2 * np.pi * partial * phase) * np.interp(count, np.arange(POINTS), gain * beat)
    return total


def notes_of(song, compose_into, transpose=0):
    """Notes of one channel, (seconds, length in seconds, key, velocity)."""
    song.notes.clear()
    compose_into(song, 2)
    beat = 60 / song.tempo
    return [(at * beat, length * beat, key + transpose, velocity) for at, length, _, key, velocity in sorted(song.notes) if at * beat < SECONDS - 1]


def sequence(song, channel):
    """Quick notes that come again each bar, as machines play them."""
    rng = song.rng
    steps = [(rng.choice([0, 0, 2, 4, 7, 9, -3]), rng.random() < 0.8) for _ in range(rng.choice([8, 16, 16, 12]))]
    each = rng.choice([0.25, 0.25, 0.5])
    for index in range(int(song.bars * 4 / each)):
        step, sounds = steps[index % len(steps)]
        if sounds:
            song.note(channel, index * each, each * rng.uniform(0.4, 1), song.degree(song.chord(int(index * each // 4)) + step, 4), 90)


def layer(rng, song):
    """One instrument of chance, as one channel."""
    kind, shape = rng.choice(KINDS), rng.choice(list(SHAPES))
    if kind == 'risers':
        return risers(rng)
    if kind == 'bells':
        return bells(rng, notes_of(song, compose.melody))
    if kind in ('pad', 'drone'):
        chords = notes_of(song, compose.accompaniment, -12 if kind == 'drone' else 0)
        parts = [chords[index::3] for index in range(3)]
        centre = [(moving(rng, chords, 300, 4000), 1, False)]
        return sum(voice(rng, part, shape, centre, detune=rng.uniform(0.1, 1.5), vibrato=rng.uniform(0, 0.15)) for part in parts)
    notes = notes_of(song, sequence if kind == 'sequence' else compose.melody, rng.choice([0, 0, 12, -12]))
    if kind == 'wah':
        peaks = [(moving(rng, notes, *span), rng.uniform(0.2, 0.5), True) for span in [(350, 900), (1000, 2600)][:rng.randrange(1, 3)]]
        return voice(rng, notes, rng.choice(['saw', 'square', 'pulse']), peaks, glide=rng.choice([0, 0.03]))
    filters = [(moving(rng, notes, 400, 7000), 1, False)]
    glide, vibrato = rng.choice([0, 0, 0.02, 0.06, 0.12]), rng.choice([0, 0.1, 0.3, 0.6])
    if kind == 'breath':
        tone = voice(rng, notes, rng.choice(['sine', 'soft']), filters, glide, vibrato)
        return tone + rng.uniform(0.05, 0.4) * breath(rng, notes)
    sound = voice(rng, notes, shape, filters, glide, vibrato, detune=rng.choice([0, 0.5, 2]))
    return np.tanh(3 * sound / (np.abs(sound).max() + 1e-9)) if rng.random() < 0.3 else sound


def breath(rng, notes):
    """Noise that is blown with the notes."""
    _, loud = line(rng, notes, 0, 0)
    noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(POINTS * STEP)
    low = rng.uniform(400, 2500)
    return band(noise, low, low * rng.uniform(2, 5)) * np.interp(np.arange(POINTS * STEP) / STEP, np.arange(POINTS), loud)


def bells(rng, notes):
    """Bells, plates and bars: partials that are no multiples, each fading at its own speed."""
    ratios = [1] + [rng.uniform(1.2, 9) for _ in range(rng.randrange(2, 7))]
    rings = [rng.uniform(0.1, 2.5) for _ in ratios]
    track = np.zeros(SECONDS * RATE)
    t = np.arange(int(2.5 * RATE)) / RATE
    for start, _, key, velocity in notes:
        pitch = 440 * 2 ** ((key - 69) / 12)
        sound = sum(np.sin(2 * np.pi * pitch * ratio * t) * np.exp(-t / rung) / ratio for ratio, rung in zip(ratios, rings) if pitch * ratio < 18000)
        first = int(start * RATE)
        track[first:first + len(t)] += (sound * velocity / 127)[:len(track) - first]
    return track


def risers(rng):
    """Noise that is swept up or down over seconds, and wind."""
    track, at = np.zeros(SECONDS * RATE), 0.0
    while at < SECONDS - 2:
        seconds = rng.uniform(1, 8)
        count = min(int(seconds * RATE), len(track) - int(at * RATE))
        noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(count)
        low, pieces = 100 * 30 ** rng.random(), np.zeros(count)
        for index, centre in enumerate(low * 2 ** np.linspace(0, rng.uniform(-2, 4), 12)):
            window = np.maximum(0, 1 - np.abs(np.linspace(0, 11, count) - index))
            pieces += window * band(noise, min(centre, 9000), min(centre * 2, 18000))
        first = int(at * RATE)
        track[first:first + count] += pieces * np.linspace(rng.choice([0, 1]), 1, count) * np.minimum(1, np.arange(count)[::-1] / 900)
        at += seconds + rng.expovariate(0.5)
    return track


def placed(rng, sound):
    """In stereo, with a room now and then, and cut off where a loudspeaker would."""
    sound = sosfilt(butter(1, rng.uniform(30, 300) / (RATE / 2), 'high', output='sos'), sound[:SECONDS * RATE])
    sound = sound / (np.abs(sound).max() + 1e-9)
    stereo = room(rng, sound, 1.5) if rng.random() < 0.5 else np.repeat(sound[:, None], 2, 1)
    pan = rng.uniform(-0.8, 0.8) if rng.random() < 0.5 else 0
    return stereo * np.array([1 - max(0, pan), 1 + min(0, pan)])


def main():
    out, first, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    for seed in range(first, first + count):
        rng = random.Random(60_000 + seed)
        song = compose.Song(rng)
        track = sum(placed(rng, layer(rng, song)) * rng.uniform(0.3, 1) for _ in range(rng.randrange(1, 4)))
        np.save(out / f'lead{seed:03}_other.npy', (track / (np.abs(track).max() + 1e-9) * 0.9).astype(np.float16))
        print(seed, flush=True)


if __name__ == '__main__':
    main()
