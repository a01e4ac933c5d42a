"""What becomes of a voice on its way to a mix: the air above what synthesizers make, a room, a double."""
import numpy as np
from scipy.signal import fftconvolve, istft, resample_poly, stft

RATE = 44100
FROM, TO = 3750, 7500  # the octave that the octaves above are made of, in Hz


def add_air(rng, sound):
    """
    Makes up what lies above 7.5 kHz: the octave below it moved up and falling off. Without it a network gives the
    sibilants of real singers to the drums, since synthesizers stop at 8 to 11 kHz.
    """
    _, _, spectrum = stft(sound, RATE, nperseg=2048, noverlap=1536)
    size = RATE / 2048
    low, top = round(FROM / size), round(TO / size)
    tilt = rng.uniform(6, 16)  # dB an octave
    for target in range(top, spectrum.shape[0], top - low):
        end = min(spectrum.shape[0], target + top - low)
        bins = np.arange(target, end)
        gain = 10 ** (-tilt * np.log2(bins / ((low + top) / 2)) / 20)
        phase = np.exp(2j * np.pi * np.random.default_rng(target).random((end - target, 1)))
        spectrum[target:end] = spectrum[low:low + end - target] * gain[:, None] * phase
    return istft(spectrum, RATE, nperseg=2048, noverlap=1536)[1].astype(np.float32)[:len(sound)]


def room(rng, sound, most=1.0):
    """A stereo room: a tail of noise that dies away, as long and as loud as chance has it, at most so much of it."""
    decay = rng.uniform(0.3, 2.2)
    count = int(decay * RATE)
    noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal((2, count)).astype(np.float32)
    noise *= np.exp(-6.9 * np.arange(count) / count)
    noise[:, :int(rng.uniform(0.003, 0.04) * RATE)] = 0
    wet = np.stack([fftconvolve(sound, channel)[:len(sound)] for channel in noise], 1)
    wet *= np.sqrt((sound**2).mean() / ((wet**2).mean() + 1e-12))
    return (sound[:, None] + wet * rng.uniform(0.05, 0.5) * most).astype(np.float32)


def doubled(rng, sound):
    """The same voice once more, a little late and out of tune, to the sides."""
    shifted = resample_poly(sound, 1000, 1000 + rng.choice([-6, -4, 4, 6]))[:len(sound)]
    shifted = np.pad(shifted, (0, len(sound) - len(shifted)))
    late = np.roll(shifted, int(rng.uniform(0.012, 0.03) * RATE))
    return np.stack([sound + 0.6 * late, sound + 0.6 * shifted], 1).astype(np.float32)
