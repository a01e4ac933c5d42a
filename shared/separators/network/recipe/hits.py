"""Kits of single hits: drums and cymbals made of sines and noise, or samples of Sonic Pi (CC0), in grooves drawn by chance."""
import glob

import numpy as np
from scipy.signal import butter, lfilter, resample_poly

from drums import RATE, SAMPLES, load

KINDS = ['kick', 'snare', 'toms', 'hihat', 'ride', 'crash']
SAMPLED = {
    'kick': ['bd_*', 'drum_bass_*', 'drum_heavy_kick', 'elec_soft_kick', 'elec_hollow_kick'],
    'snare': ['sn_*', 'drum_snare_*', 'elec_snare', 'elec_hi_snare', 'elec_lo_snare', 'elec_mid_snare', 'elec_filt_snare', 'perc_snap*'],
    'toms': ['drum_tom_*', 'elec_fuzz_tom'],
    'hihat': ['drum_cymbal_closed', 'drum_cymbal_pedal', 'elec_tick'],
    'open': ['drum_cymbal_open'],
    'crash': ['drum_cymbal_hard', 'drum_cymbal_soft', 'drum_splash_*', 'elec_cymbal'],
}


def noise_of(rng, seconds):
    return np.random.default_rng(rng.randrange(1 << 30)).standard_normal(int(seconds * RATE)).astype(np.float32)


def passed(sound, frequency, kind, order=2):
    return lfilter(*butter(order, np.asarray(frequency) / (RATE / 2), kind), sound)


def skin(rng, low, sweep, seconds):
    """A drum with a skin: a sine that falls, an overtone, the click of the stick."""
    t = np.arange(int(seconds * RATE)) / RATE
    pitch = low * (1 + sweep * np.exp(-t * rng.uniform(25, 90)))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    sound = np.sin(phase) * np.exp(-t * rng.uniform(4, 12) / seconds * 0.6)
    sound += rng.uniform(0, 0.3) * np.sin(phase * rng.uniform(1.5, 1.7)) * np.exp(-t * rng.uniform(12, 30))
    click = passed(noise_of(rng, seconds), rng.uniform(1500, 6000), 'low')
    return sound + rng.uniform(0.1, 0.8) * click * np.exp(-t * rng.uniform(120, 600))


def snare(rng):
    t = np.arange(int(0.5 * RATE)) / RATE
    wires = passed(noise_of(rng, 0.5), rng.uniform(500, 2800), 'high')
    wires = passed(wires, rng.uniform(6000, 16000), 'low', 1) * np.exp(-t * rng.uniform(9, 32))
    return rng.uniform(0.1, 1.2) * skin(rng, rng.uniform(150, 270), rng.uniform(0, 0.5), 0.5) + wires * rng.uniform(0.3, 1)


def metal(rng, low, high, decay, partials, hiss):
    """A cymbal: partials without harmony that ring for as long as chance has it, the high ones shorter, and hiss."""
    chance = np.random.default_rng(rng.randrange(1 << 30))
    seconds = min(4.0, decay * 4)
    t = np.arange(int(seconds * RATE), dtype=np.float32) / RATE
    frequencies = np.exp(chance.uniform(np.log(low), np.log(high), partials))
    tilt, fade = rng.uniform(-0.4, 0.7), rng.uniform(0.2, 0.8)
    sound = np.zeros(len(t), np.float32)
    for frequency in frequencies:
        rate = (frequency / 3000) ** fade / (decay * chance.uniform(0.4, 1.6))
        loud = chance.uniform(0.1, 1) * (frequency / 3000) ** tilt
        sound += loud * np.sin(np.float32(2 * np.pi * frequency) * t + np.float32(chance.uniform(0, 6.28))) * np.exp(-t * np.float32(rate))
    rustle = passed(noise_of(rng, seconds), [low, min(20000, high * 1.2)], 'band', 1) * np.exp(-t / (decay * rng.uniform(0.3, 1)))
    sound = sound / (np.sqrt((sound[:RATE // 10]**2).mean()) + 1e-9) + hiss * rustle / (np.sqrt((rustle[:RATE // 10]**2).mean()) + 1e-9)
    return sound * np.minimum(1, t * rng.uniform(300, 3000))


def made(rng, kind):
    """The sounds of one drum of a kit, by their articulation."""
    if kind == 'kick':
        return [skin(rng, rng.uniform(40, 66), rng.uniform(0.5, 6), rng.uniform(0.2, 0.7))]
    if kind == 'snare':
        return [snare(rng), passed(skin(rng, rng.uniform(350, 800), 0.1, 0.15), 300, 'high')]
    if kind == 'toms':
        low = rng.uniform(65, 110)
        return [skin(rng, low * ratio, rng.uniform(0, 0.7), rng.uniform(0.4, 1)) for ratio in (1, 1.35, 1.8)]
    if kind == 'hihat':
        low, count, hiss = rng.uniform(2500, 7000), rng.randrange(6, 120), rng.uniform(0.3, 2)
        return [metal(rng, low, 17000, decay, count, hiss) for decay in (rng.uniform(0.012, 0.06), rng.uniform(0.15, 0.5))]
    if kind == 'ride':
        low, decay = rng.uniform(250, 900), rng.uniform(0.5, 1.6)
        ping = metal(rng, 2500, 9000, 0.04, 40, 0.5)
        bow, bell = metal(rng, low, 14000, decay, 90, rng.uniform(0.05, 0.5)), metal(rng, low, 6000, decay, 14, 0.1)
        bow[:len(ping)] += rng.uniform(0.3, 1.5) * ping
        return [bow, bell]
    return [metal(rng, rng.uniform(200, 700), 16000, decay, 160, rng.uniform(0.4, 2)) for decay in (rng.uniform(0.5, 1.4), rng.uniform(0.15, 0.4))]


def sampled(rng, kind):
    def one(name):
        files = [file for pattern in SAMPLED[name] for file in sorted(glob.glob(f'{SAMPLES}{pattern}.flac'))]
        return load(rng.choice(files)).mean(1)
    return [one('hihat'), one('open')] if kind == 'hihat' else [one(kind) for _ in range(3)]


def kit(rng):
    sounds = {}
    for kind in KINDS:
        is_made = kind not in SAMPLED or rng.random() < 0.6
        pitch = 100 if is_made else rng.randrange(80, 122)
        hits = [resample_poly(sound, 100, pitch) for sound in (made if is_made else sampled)(rng, kind)]
        sounds[kind] = [(sound / (np.abs(sound).max() + 1e-9)).astype(np.float32) for sound in hits]
    return sounds


def groove(rng, seconds):
    """Which drum is hit when: (seconds, kind, articulation, loudness)."""
    step = 60 / rng.uniform(70, 180) / 4
    swing, every = rng.choice([0, 0, 0, rng.uniform(0, 0.35)]), rng.choice([1, 2, 2, 2, 4])
    kicks = [1 if k in (0, 8) else rng.choice([0, 0, 0, 0.3, 0.9]) for k in range(16)]
    if rng.random() < 0.25:
        kicks = [1 if k % 4 == 0 else 0 for k in range(16)]
    ghosts, opens, busy = rng.choice([0, 0.05, 0.3]), rng.choice([0, 0.03, 0.25]), rng.uniform(0.1, 0.5)
    side, keeper, bars = rng.random() < 0.12, 'hihat', rng.choice([2, 4, 4, 8])
    hits, k = [], 0
    while k * step < seconds:
        at, place = max(0, (k + (swing if k % 2 else 0)) * step + rng.gauss(0, 0.003)), k % 16
        section, last = k // 16 % bars == 0 and place == 0, k // 16 % bars == bars - 1
        if section:
            keeper = rng.choice(['hihat', 'hihat', 'ride', 'none' if rng.random() < 0.3 else 'hihat', 'crash' if rng.random() < 0.3 else 'ride'])
        fill = last and place >= 8 and rng.random() < 0.7
        if fill:
            hits.append((at, rng.choice(['toms', 'toms', 'snare']), max(0, 2 - (place - 8) // 3), rng.uniform(0.6, 1)))
        if section and rng.random() < 0.8 or rng.random() < 0.01:
            hits.append((at, 'crash', rng.random() < 0.25, rng.uniform(0.6, 1)))
        if rng.random() < kicks[place]:
            hits.append((at, 'kick', 0, rng.uniform(0.7, 1)))
        if place in (4, 12) and not fill:
            hits.append((at, 'snare', int(side), rng.uniform(0.75, 1)))
        elif rng.random() < ghosts * 0.5:
            hits.append((at, 'snare', 0, rng.uniform(0.1, 0.4)))
        if rng.random() < busy * 0.06:
            hits.append((at, 'toms', rng.randrange(3), rng.uniform(0.5, 1)))
        if keeper != 'none' and k % (4 if keeper == 'crash' else every) == 0 and not (fill and rng.random() < 0.7):
            other = rng.random() < (opens if keeper == 'hihat' else 0.08)
            hits.append((at, keeper, int(other), rng.uniform(0.4, 1) if place % 4 else rng.uniform(0.7, 1)))
        k += 1
    return hits


def play(rng, seconds):
    """A groove on a kit: a track for each kind of drum. What is hit softly is duller; a closed hi-hat stops an open one."""
    sounds, count = kit(rng), int(seconds * RATE)
    gains = {'kick': 1, 'snare': rng.uniform(0.6, 1), 'toms': rng.uniform(0.5, 1), 'hihat': rng.uniform(0.15, 0.5), 'ride': rng.uniform(0.15, 0.5), 'crash': rng.uniform(0.25, 0.7)}
    dull = {kind: [passed(sound, 3000, 'low', 1).astype(np.float32) for sound in hits] for kind, hits in sounds.items()}
    pans = {kind: 0 if kind in ('kick', 'snare') else rng.uniform(-0.6, 0.6) for kind in KINDS}
    tracks = {kind: np.zeros((count, 2), np.float32) for kind in KINDS}
    for at, kind, articulation, loudness in groove(rng, seconds):
        which = min(int(articulation), len(sounds[kind]) - 1)
        sound = loudness * sounds[kind][which] + (1 - loudness) * dull[kind][which]
        start = int(at * RATE)
        if kind == 'hihat':
            tracks[kind][start:] *= np.exp(-np.arange(len(tracks[kind]) - start) / 400)[:, None] if start < count else 1
        sound = (sound * loudness)[:max(0, count - start)]
        pan = pans[kind] + (0.4 * (which - 1) if kind == 'toms' else 0)
        tracks[kind][start:start + len(sound)] += gains[kind] * sound[:, None] * np.array([1 - max(0, pan), 1 + min(0, pan)], np.float32)
    return tracks
