"""Finds the odds of stems for export.py: those with which the masks of a checkpoint fit the test mixes best.

    odds.py song|kit <checkpoint> <folder of test mixes>

Moves one stem after the other as long as the mean SDR over stems grows. It is told of at most as many numbers as there
are stems, so that it cannot learn the mixes by heart.
"""
import math
import pathlib
import sys

import numpy as np
import torch

from listen import read, true_path
from network import FFT, HOP, Network, features, in_bands
from train import KINDS, energy_of

WINDOW = torch.hann_window(FFT)
STEPS = (0.4, 0.2, 0.1)  # of the logarithm of odds


def spectra(sound):
    return torch.stft(torch.from_numpy(sound), FFT, HOP, window=WINDOW, return_complex=True, pad_mode='constant').transpose(1, 2)


@torch.no_grad()
def heard(network, folder, stems):
    """Masks of a mix, its energies, and of each true stem what its error follows from; see train.py."""
    mix = spectra(read(folder / 'mixture.wav'))
    padded = torch.nn.functional.pad(mix, (0, 0, 0, -mix.shape[1] % 8))
    middle, side = (padded[0] + padded[1]) / 2, (padded[0] - padded[1]) / 2
    mask = network(features(*(energy_of(part)[None] for part in (padded, middle, side))))[0][:, :, :mix.shape[1]]
    truths = {}
    for index, stem in enumerate(stems):
        path = true_path(folder, stem)
        if path.exists() and (sound := read(path)).any():
            true = spectra(sound)
            truths[index] = in_bands(true.real * mix.real + true.imag * mix.imag), energy_of(true)
    return mask, energy_of(mix), truths


def score(mixes, logarithms):
    """Mean SDR of each stem, and the mean over stems."""
    factors, found = torch.tensor(logarithms).exp()[:, None, None, None], {}
    for mask, whole, truths in mixes:
        leaned = mask * factors
        leaned = leaned / leaned.sum(0)
        for index, (common, alone) in truths.items():
            error = (leaned[index] ** 2 * whole - 2 * leaned[index] * common + alone).sum()
            found.setdefault(index, []).append(10 * math.log10(alone.sum() / error))
    means = {index: float(np.mean(values)) for index, values in found.items()}
    return float(np.mean(list(means.values()))), means


def main():
    kind, checkpoint, folder = sys.argv[1:]
    stems, wanted = KINDS[kind].STEMS, 'k' if kind == 'kit' else 'tl'
    network = Network(len(stems)).eval()
    network.load_state_dict(torch.load(checkpoint)['averaged'])
    mixes = [heard(network, path, stems) for path in sorted(pathlib.Path(folder).iterdir()) if path.name[0] in wanted]
    best = [0.0] * len(stems)
    print('as learnt', score(mixes, best))
    for step in STEPS:
        moved = True
        while moved:
            moved = False
            for index in range(len(stems)):
                for sign in (step, -step):
                    tried = best.copy()
                    tried[index] += sign
                    if score(mixes, tried)[0] > score(mixes, best)[0] + 1e-4:
                        best, moved = tried, True
    print('with odds', score(mixes, best))
    print({stem: round(math.exp(value - np.mean(best)), 3) for stem, value in zip(stems, best)})


if __name__ == '__main__':
    main()
