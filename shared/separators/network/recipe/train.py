"""Trains a network on mixes made on the fly.

    train.py song|kit <folder of stems> <checkpoint> <steps> [threads]

Goes on from the checkpoint when there is one. What is saved are the averaged weights beside the latest ones, every 200
steps, and a copy every 1000 to choose from.
"""
import copy
import math
import multiprocessing
import pathlib
import random
import sys
import time

import numpy as np
import torch

import kit_mixes
import song_mixes
from network import BINS, FFT, HOP, Network, features, in_bands

KINDS = {'song': song_mixes, 'kit': kit_mixes}

FRAMES = 64
LENGTH = HOP * (FRAMES - 1)
BATCH = 8
RATE = 2e-3
AVERAGED = 0.999
WINDOW = torch.hann_window(FFT)


def spectra(sound):
    """Short-time spectra of (n, stems, length, 2): (n, stems, 2, frames, BINS)."""
    sound = torch.nn.functional.pad(sound.transpose(2, 3), (FFT // 2, FFT // 2))
    return torch.fft.rfft(sound.unfold(-1, FFT, HOP) * WINDOW)


def energy_of(spectrum):
    return in_bands(spectrum.real**2 + spectrum.imag**2)


def prepare(sound):
    """What one step needs of a batch of mixes: features, and the energies from which each stem's error follows exactly."""
    stems = spectra(torch.from_numpy(sound))
    frequency = torch.linspace(0, 1, BINS)
    slope, wave = torch.randn(*stems.shape[:2], 1, 1, 1) * 0.25, torch.randn(*stems.shape[:2], 1, 1, 1) * 0.2
    stems = stems * torch.exp(slope * (frequency * 2 - 0.3) + wave * torch.cos(frequency * 9))  # an equalizer of chance
    whole = stems.sum(1)
    middle, side = (whole[:, 0] + whole[:, 1]) * 0.5, (whole[:, 0] - whole[:, 1]) * 0.5
    mixed = energy_of(whole)
    common = in_bands(stems.real * whole.unsqueeze(1).real + stems.imag * whole.unsqueeze(1).imag)
    return features(mixed, energy_of(middle), energy_of(side)), mixed, common, energy_of(stems)


def loss_of(mask, mixed, common, alone):
    """
    How far every stem is from the true one, as the logarithm of its error: once with all bands as they are, which is
    what the SDR counts and where the bass weighs most, and once with loud bands held back, which is what ears hear.
    A stem that is absent must be 30 dB below the mix before it counts as silent.

    The error follows exactly from energies: |mask X - S|^2 = mask^2 |X|^2 - 2 mask Re(X* S) + |S|^2.
    """
    error = (mask**2 * mixed.unsqueeze(1) - 2 * mask * common + alone).clamp_min(0)
    total = 0
    for power in (0.0, 0.5):
        weight = (mixed.mean((0, 1, 2)) + 1e-4) ** -power
        weight = weight / weight.mean()
        wrong = (error * weight).sum((2, 3, 4))
        true = (alone * weight).sum((2, 3, 4))
        whole = (mixed * weight).sum((1, 2, 3)).unsqueeze(1)
        total = total + torch.log10((wrong + 1e-3 * whole + 1e-2) / (true + 3e-3 * whole + 1e-2)).mean() * 5
    return total


def make(kind, folder, queue, seed):
    """Fills the queue with batches for ever, in a process of its own. Stems that are added meanwhile are found."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    stems, made = KINDS[kind].Stems(folder), 0
    while True:
        with torch.no_grad():
            queue.put([part.numpy() for part in prepare(np.stack([KINDS[kind].mix(stems, LENGTH) for _ in range(BATCH)]))])
        made += 1
        if made % 200 == 0:
            stems = KINDS[kind].Stems(folder)


def main():
    kind, folder, checkpoint, steps = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
    network = Network(len(KINDS[kind].STEMS)).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-3)
    averaged, step, smooth = copy.deepcopy(network), 0, None
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved['latest'])
        averaged.load_state_dict(saved['averaged'])
        optimizer.load_state_dict(saved['optimizer'])
        step = saved['step']
    queue = multiprocessing.Queue(4)
    maker = multiprocessing.Process(target=make, args=(kind, folder, queue, 1 + step), daemon=True)
    maker.start()
    begun = time.time()
    while step < steps:
        rate = RATE * min(1, (step + 1) / 100) * (0.49 * (1 + math.cos(math.pi * step / steps)) + 0.02)
        for group in optimizer.param_groups:
            group['lr'] = rate
        inputs, mixed, common, alone = (torch.from_numpy(part) for part in queue.get())
        loss = loss_of(network(inputs.contiguous(memory_format=torch.channels_last)), mixed, common, alone)
        optimizer.zero_grad()
        if not torch.isfinite(loss):
            print('left out a step', step, flush=True)
            continue
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            keep = min(AVERAGED, step / (step + 10))
            for mean, latest in zip(averaged.state_dict().values(), network.state_dict().values()):
                if mean.is_floating_point():
                    mean.mul_(keep).add_(latest, alpha=1 - keep)
        smooth = loss.item() if smooth is None else 0.98 * smooth + 0.02 * loss.item()
        if step % 50 == 0:
            print(f'{step} steps, loss {smooth:.3f}, {(time.time() - begun) / 60:.1f} minutes', flush=True)
        if step % 200 == 0:
            save(checkpoint, network, averaged, optimizer, step)
        if step % 1000 == 0:
            save(checkpoint.with_suffix(f'.{step}.pt'), network, averaged, optimizer, step)
    save(checkpoint, network, averaged, optimizer, step)


def save(path, network, averaged, optimizer, step):
    state = {'latest': network.state_dict(), 'averaged': averaged.state_dict(), 'optimizer': optimizer.state_dict(),
             'step': step}
    torch.save(state, f'{path}.part')
    pathlib.Path(f'{path}.part').replace(path)


if __name__ == '__main__':
    main()
