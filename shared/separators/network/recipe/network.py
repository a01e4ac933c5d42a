"""The network: log energies of left, right, middle and side in bands go in, masks for each stem and two channels come out."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FFT, HOP = 4096, 2048
BINS = FFT // 2 + 1
LINEAR, LOGARITHMIC = 192, 96
BANDS = LINEAR + LOGARITHMIC


def band_edges():
    """First bin of each logarithmic band and the end of the last: as even as whole bins allow, each with one at least."""
    edges = np.round(np.geomspace(LINEAR, BINS, LOGARITHMIC + 1)).astype(int)
    for index in range(1, len(edges)):
        edges[index] = max(edges[index], edges[index - 1] + 1)
    edges[-1] = BINS
    for index in range(len(edges) - 2, -1, -1):
        edges[index] = min(edges[index], edges[index + 1] - 1)
    edges[0] = LINEAR
    return edges


EDGES = band_edges()
GATHER = torch.zeros(BINS - LINEAR, LOGARITHMIC)
for band in range(LOGARITHMIC):
    GATHER[EDGES[band] - LINEAR:EDGES[band + 1] - LINEAR, band] = 1
BINS_PER_BAND = torch.cat([torch.ones(LINEAR), GATHER.sum(0)])


def in_bands(energies):
    """Sums energies of bins (..., BINS) in bands (..., BANDS)."""
    return torch.cat([energies[..., :LINEAR], energies[..., LINEAR:] @ GATHER], -1)


def features(channels, middle, side):
    """Log energies: channels (n, 2, frames, BANDS), middle and side (n, frames, BANDS)."""
    energies = torch.cat([channels, middle.unsqueeze(1), side.unsqueeze(1)], 1)
    return torch.log10(energies / BINS_PER_BAND + 1e-7) * 0.5 + 1.0


class Convolution(nn.Module):
    def __init__(self, inputs, outputs, stride=1, dilation=1, kernel=3):
        super().__init__()
        padding = (dilation * (kernel - 1) // 2, (kernel - 1) // 2)
        self.convolution = nn.Conv2d(inputs, outputs, kernel, stride, padding, (dilation, 1), bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.norm(self.convolution(x)))


class Block(nn.Module):
    """Two convolutions around a shortcut; with `bands`, a look at all bands at once as well."""

    def __init__(self, channels, dilation=1, bands=0):
        super().__init__()
        self.first = Convolution(channels, channels, dilation=dilation)
        self.second = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels)
        self.dense = nn.Sequential(nn.Linear(bands, bands // 4), nn.ReLU(), nn.Linear(bands // 4, bands)) if bands else None

    def forward(self, x):
        y = x + self.norm(self.second(self.first(x)))
        if self.dense is not None:
            y = y + self.dense(y)
        return F.relu(y)


class Network(nn.Module):
    """A small U-Net over frames and pairs of bands. The number of frames must be a multiple of 8."""

    def __init__(self, stems, widths=(16, 32, 48, 64)):
        super().__init__()
        a, b, c, d = widths
        half = BANDS // 2
        self.stems = stems
        self.enter = Convolution(8, a)
        self.down1, self.down2, self.down3 = Convolution(a, b, 2), Convolution(b, c, 2), Convolution(c, d, 2)
        self.level1 = Block(a)
        self.level2 = nn.Sequential(Block(b), Block(b, bands=half // 2))
        self.level3 = nn.Sequential(Block(c), Block(c, bands=half // 4))
        self.middle = nn.Sequential(*[Block(d, dilation, half // 8) for dilation in (1, 2, 4, 8)])
        self.up3, self.up2, self.up1 = Convolution(d, c, kernel=1), Convolution(c, b, kernel=1), Convolution(b, a, kernel=1)
        self.back3, self.back2, self.back1 = Block(c, bands=half // 4), Block(b, bands=half // 2), Block(a)
        self.leave = nn.Conv2d(a, stems * 4, 3, padding=1)

    def forward(self, x):
        count, _, frames, bands = x.shape
        x = x.reshape(count, 4, frames, bands // 2, 2).permute(0, 1, 4, 2, 3).reshape(count, 8, frames, bands // 2)
        x1 = self.level1(self.enter(x))
        x2 = self.level2(self.down1(x1))
        x3 = self.level3(self.down2(x2))
        y = self.middle(self.down3(x3))
        y = self.back3(double(self.up3(y)) + x3)
        y = self.back2(double(self.up2(y)) + x2)
        y = self.leave(self.back1(double(self.up1(y)) + x1))
        y = y.reshape(count, self.stems, 2, 2, frames, bands // 2).permute(0, 1, 2, 4, 5, 3)
        return torch.softmax(y.reshape(count, self.stems, 2, frames, bands), 1)


def double(x):
    return F.interpolate(x, scale_factor=2.0, mode='nearest')
