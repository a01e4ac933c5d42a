"""Measures a checkpoint: SDR on the test mixes, and false vocals on real instrumentals.

    listen.py song|kit <checkpoint> <folder of test mixes> [instrumental.ogg ...]

The checkpoint to ship is chosen by this, not by the loss: training sees no real recordings.
"""
import pathlib
import sys

import numpy as np
import soundfile
import torch
from scipy.signal import resample_poly

from network import BINS, EDGES, FFT, HOP, LINEAR, Network, features
from train import KINDS, energy_of

FINE = FFT // 4  # masks are made every HOP samples and used every FINE
WINDOW = torch.hann_window(FFT)
RATE = 44100
TRUE_NAMES = {'hihat': 'hh'}
TOGETHER = {'kit': {'cymbals': ['ride', 'crash']}, 'song': {}}  # what test mixes hold as one


def spread(mask):
    """Masks of bands as masks of bins, straight lines between the middles of bands."""
    centres = np.concatenate([np.arange(LINEAR), (EDGES[:-1] + EDGES[1:] - 1) / 2])
    at = np.interp(np.arange(BINS), centres, np.arange(len(centres)))
    low = np.minimum(at.astype(int), len(centres) - 2)
    rest = torch.from_numpy((at - low).astype(np.float32))
    low = torch.from_numpy(low)
    return mask[..., low] * (1 - rest) + mask[..., low + 1] * rest


@torch.no_grad()
def separate(network, sound):
    """Stems of (2, length) as (stems, 2, length)."""
    whole = torch.stft(torch.from_numpy(sound), FFT, FINE, window=WINDOW, return_complex=True, center=True,
                       pad_mode='constant').transpose(1, 2)
    coarse = whole[:, ::HOP // FINE]
    frames = coarse.shape[1]
    coarse = torch.cat([coarse, coarse.new_zeros(2, -frames % 8, BINS)], 1)
    middle, side = (coarse[0] + coarse[1]) / 2, (coarse[0] - coarse[1]) / 2
    inputs = features(energy_of(coarse)[None], energy_of(middle)[None], energy_of(side)[None])
    mask = network(inputs)[0][:, :, :frames]
    time = torch.arange(whole.shape[1]) / (HOP // FINE)
    low = time.floor().long().clamp(max=frames - 1)
    rest = (time - low)[:, None]
    mask = spread(mask[:, :, low] * (1 - rest) + mask[:, :, (low + 1).clamp(max=frames - 1)] * rest)
    return torch.stack([torch.istft((whole * stem).transpose(1, 2), FFT, FINE, window=WINDOW, length=sound.shape[1])
                        for stem in mask]).numpy()


def read(path, seconds=30, start=0):
    sound, rate = soundfile.read(path, dtype='float32', always_2d=True)
    sound = sound[int(start * rate):int((start + seconds) * rate)]
    sound = np.repeat(sound, 2, 1)[:, :2] if sound.shape[1] == 1 else sound[:, :2]
    return (resample_poly(sound, RATE, rate) if rate != RATE else sound).T.astype(np.float32)


def sdr(true, estimate):
    return 10 * np.log10((true**2).sum() / ((true - estimate) ** 2).sum())


def true_path(folder, stem):
    is_film = folder.name.startswith('d')
    return folder / f'{"speech" if is_film and stem == "vocals" else TRUE_NAMES.get(stem, stem)}.wav'


def on_mixes(network, kind, mixes):
    """SDR by stem, a list for each."""
    scores, wanted = {}, 'k' if kind == 'kit' else 'tld'
    for folder in sorted(pathlib.Path(mixes).iterdir()):
        if folder.name[0] not in wanted:
            continue
        stems, found = dict(zip(KINDS[kind].STEMS, separate(network, read(folder / 'mixture.wav')))), {}
        for whole, parts in TOGETHER[kind].items():
            stems[whole] = sum(stems[part] for part in parts)
        for stem, estimate in stems.items():
            path = true_path(folder, stem)
            if path.exists() and (true := read(path)).any():
                found[stem] = float(sdr(true, estimate))
                scores.setdefault(path.stem, []).append(found[stem])
        print(folder.name, {stem: round(value, 2) for stem, value in found.items()}, flush=True)
    return scores


def main():
    kind, checkpoint, mixes, *instrumentals = sys.argv[1:]
    saved = torch.load(checkpoint)
    network = Network(len(KINDS[kind].STEMS)).eval()
    network.load_state_dict(saved['averaged'])
    print(saved['step'], 'steps')
    scores = on_mixes(network, kind, mixes)
    print('mean', {stem: round(float(np.mean(values)), 2) for stem, values in scores.items()})
    for path in instrumentals:
        sound = read(path, 30, 30)
        vocals = separate(network, sound)[KINDS['song'].STEMS.index('vocals')]
        print(pathlib.Path(path).name, 'false vocals', round(10 * np.log10((vocals**2).sum() / (sound**2).sum() + 1e-12), 1), 'dB')


if __name__ == '__main__':
    main()
